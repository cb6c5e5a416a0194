/**
 * What happens when processes are killed, queues are full or removed, and the kernel has no more to
 * give: real processes, Java's and PHP's. Each scenario runs briefly as a test, and over and over
 * in {@link org.phpipc.fault.Soak}.
 *
 * <p>A process notes in its {@link org.phpipc.fault.Ledger} what it has done for sure. "Sent" means
 * that the send returned and was noted, "received" that the receive returned and was noted. A
 * process that is killed leaves at most one deed that was done and not noted.
 */
package org.phpipc.fault;
