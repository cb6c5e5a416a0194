/**
 * What every layer may know: the error numbers of the kernel, and that it refused a call.
 *
 * <p>The rooms: {@code serialize} (PHP's format), {@code sysv} (kernel objects, bytes in and out),
 * {@code process} (children, signals, pipes), {@code stream} (PHP's streams), {@code file} (files
 * for their owner only), {@code reliable} (consuming without loss), {@code swoole} (Swoole's
 * tasks), {@code php} (PHP's functions), {@code libc} (the port to the kernel). The command line
 * and the test kit are modules of their own.
 */
@NullMarked
package org.phpipc;

import org.jspecify.annotations.NullMarked;
