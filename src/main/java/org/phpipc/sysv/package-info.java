/**
 * System V kernel objects: keys, message queues, shared memory and semaphores.
 *
 * <p>A map of the package, public types first:
 *
 * <ul>
 *   <li><b>The three kinds of object:</b> {@link org.phpipc.sysv.MessageQueue}, {@link
 *       org.phpipc.sysv.SharedSegment} and {@link org.phpipc.sysv.SemaphoreSet}, found by an {@link
 *       org.phpipc.sysv.IpcKey}. They move bytes and numbers and do not know what the bytes mean.
 *       {@link org.phpipc.sysv.Message}, {@link org.phpipc.sysv.MessageBuffer} and {@link
 *       org.phpipc.sysv.Selection} are the arguments and results of a queue. {@code QueueCalls} and
 *       {@code Attachment} make the calls of the kernel for queues and segments.
 *   <li><b>What PHP keeps in them:</b> {@link org.phpipc.sysv.SharedVariables} is the table of
 *       variables that {@code shm_put_var} writes into a segment ({@code VariableTable} has its
 *       drawing, {@link org.phpipc.sysv.VariableLayout} shows a table for inspection, {@code
 *       TableMagic} recognises one, {@code VariableMap} is a view of one). {@link
 *       org.phpipc.sysv.PhpSemaphore} is the set of three semaphores that {@code sem_get} uses. The
 *       values of the variables stay bytes here: {@code org.phpipc.serialize} reads them.
 *   <li><b>Figures:</b> {@link org.phpipc.sysv.QueueStatus}, {@link org.phpipc.sysv.SegmentStatus}
 *       and {@link org.phpipc.sysv.SemaphoreSetStatus} with {@link org.phpipc.sysv.Ownership}; the
 *       limits {@link org.phpipc.sysv.QueueLimits}, {@link org.phpipc.sysv.SegmentLimits} and
 *       {@link org.phpipc.sysv.SemaphoreLimits}. {@code KernelTable} lists all objects, {@code
 *       KernelLimits} asks for limits, {@code WaitingProcesses} finds who waits for a semaphore.
 *   <li><b>Refusals:</b> {@link org.phpipc.sysv.IpcException}, its subtypes and {@link
 *       org.phpipc.sysv.IpcCall}. {@code IpcErrors} turns an errno into an exception, and {@code
 *       QueueRefusals}, {@code SegmentRefusals} and {@code SemaphoreRefusals} explain it. {@code
 *       OwnerCheck} warns of an object that another user created.
 * </ul>
 *
 * <p>PHP's functions on these objects are in {@code org.phpipc.php}.
 */
@NullMarked
package org.phpipc.sysv;

import org.jspecify.annotations.NullMarked;
