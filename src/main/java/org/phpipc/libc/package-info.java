/**
 * The port to the kernel: the only native code.
 *
 * <p>One method per C call, C's name, C's argument order, and one contract: a call returns a value
 * of at least 0, or the negated errno captured with the call. No exception for an errno, no retry,
 * no logging, no knowledge of PHP's numbers. Decisions live above.
 *
 * <p>Three ports: {@link org.phpipc.libc.Libc} (System V), {@link org.phpipc.libc.FileLibc} (files,
 * pipes, descriptors), {@link org.phpipc.libc.ProcessLibc} (processes and signals).
 */
@NullMarked
package org.phpipc.libc;

import org.jspecify.annotations.NullMarked;
