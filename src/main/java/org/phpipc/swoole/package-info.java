/**
 * Swoole's messages: task packets of every wire generation over System V queues, Java as dispatcher
 * and as task worker, and the raw forms of {@code Swoole\Process} and {@code Swoole\Process\Pool}.
 *
 * <p>What a queue is lives in {@code org.phpipc.sysv}, what the values in a packet mean in {@code
 * org.phpipc.serialize}. Layouts are those of 64-bit Linux, as the headers of swoole-src 1.8.0 to
 * 6.2.2 have them ({@code swDataHead} and {@code swEventData}, {@code DataHead} and {@code
 * EventData}, {@code PacketTask}).
 */
@NullMarked
package org.phpipc.swoole;

import org.jspecify.annotations.NullMarked;
