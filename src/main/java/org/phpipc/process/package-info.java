/**
 * Processes and what connects them: children that are started and waited for, signals, pipes and
 * named pipes, descriptors.
 *
 * <p>Every call that waits takes a {@code Duration} or ends when its thread is interrupted. A
 * refusal by the kernel is a {@link org.phpipc.process.ProcessException}. PHP's numbers, defaults
 * and streams live above.
 */
@NullMarked
package org.phpipc.process;

import org.jspecify.annotations.NullMarked;
