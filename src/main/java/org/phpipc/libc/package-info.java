/**
 * The port to the kernel: the only native code.
 *
 * <p>One method per C call, C's name, C's argument order, and one contract: a call returns a value
 * of at least 0, or the negated errno captured with the call. No exception for an errno, no retry,
 * no logging, no knowledge of PHP's numbers. Decisions live above.
 */
@NullMarked
package org.phpipc.libc;

import org.jspecify.annotations.NullMarked;
