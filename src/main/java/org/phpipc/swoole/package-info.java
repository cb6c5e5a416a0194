/**
 * Swoole's messages: task packets of every wire generation over System V queues, Java as dispatcher
 * and as task worker, and the raw forms of {@code Swoole\Process} and {@code Swoole\Process\Pool}.
 *
 * <p>A map for changes:
 *
 * <ul>
 *   <li>a new release of Swoole, or another packet form: a row of {@code WireGeneration}, whose
 *       structures are in {@code swoole.layout}; {@code Releases} finds the row of a version;
 *   <li>a rule for payload files: {@code Spool}, which {@code TaskQueue} writes and {@code
 *       TaskReader} reads through; permissions of written files: {@code SpoolRights};
 *   <li>how a worker takes tasks: {@code Arrivals} waits, {@code FirstLook} compares the first
 *       tasks with the settings, {@code TaskReader} decodes, {@code TaskWorker} hands over and puts
 *       back;
 *   <li>answers to calls: {@code ReplyQueue}; the PHP side is {@code php-interop/answer.php};
 *   <li>raw bytes without packets, with limits of their own per release: {@code ProcessQueue},
 *       {@code PoolQueue}, and {@code PoolClient} and {@code PoolServer} over {@code swoole.pool}.
 * </ul>
 *
 * <p>What a queue is lives in {@code org.phpipc.sysv}, what the values in a packet mean in {@code
 * org.phpipc.serialize}. Layouts are those of 64-bit Linux, as the headers of swoole-src 1.8.0 to
 * 6.2.2 have them ({@code swDataHead} and {@code swEventData}, {@code DataHead} and {@code
 * EventData}, {@code PacketTask}).
 */
@NullMarked
package org.phpipc.swoole;

import org.jspecify.annotations.NullMarked;
