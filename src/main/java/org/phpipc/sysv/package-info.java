/**
 * System V kernel objects: bytes in, bytes out.
 *
 * <p>Keys, message queues, shared memory, semaphores, their limits and their errors. What the bytes
 * mean is not known here: PHP's format lives in {@code org.phpipc.serialize}, PHP's functions in
 * {@code org.phpipc.php}.
 */
@NullMarked
package org.phpipc.sysv;

import org.jspecify.annotations.NullMarked;
