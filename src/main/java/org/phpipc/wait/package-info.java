/**
 * What calls that wait in the kernel have in common: the deadline that ends them, and the wake-up
 * that makes a thread leave the kernel when it is interrupted or its time is over. {@link
 * org.phpipc.wait.Waiting} serves calls that wait themselves (queues, semaphores), {@link
 * org.phpipc.wait.Readiness} descriptors (pipes, sockets), {@link org.phpipc.wait.LongCall} calls
 * that cannot be stopped.
 *
 * <p>Hidden from users. What is waited for, and the exceptions, are the affair of the packages
 * above.
 */
@NullMarked
package org.phpipc.wait;

import org.jspecify.annotations.NullMarked;
