/**
 * What every layer may know: the error numbers of the kernel, and that it refused a call.
 *
 * <p>The rooms: {@code serialize} (PHP's format), {@code sysv} (kernel objects, bytes in and out),
 * {@code process} (children, signals, pipes), {@code stream} (PHP's streams), {@code file} (files
 * for their owner only), {@code reliable} (consuming without loss), {@code swoole} (Swoole's
 * tasks), {@code php} (PHP's functions), {@code cli} (the command line), {@code testkit} (for
 * tests), {@code libc} (the port to the kernel).
 */
@NullMarked
package org.phpipc;

import org.jspecify.annotations.NullMarked;
