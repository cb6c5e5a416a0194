/**
 * A kernel in memory: queues, segments and semaphores of one JVM, for {@link
 * org.phpipc.libc.IpcLibc}.
 *
 * <p>It keeps to Linux: errnos and the order in which they are checked, limits, permissions, who is
 * served first, what wakes whom. Rules: {@code ipc/msg.c}, {@code ipc/shm.c}, {@code ipc/sem.c},
 * {@code ipc/util.c} and their manual pages. {@link org.phpipc.libc.memory.MemoryKernel} holds the
 * objects, {@link org.phpipc.libc.memory.MemoryIpcLibc} is one process's way to them.
 */
@NullMarked
package org.phpipc.libc.memory;

import org.jspecify.annotations.NullMarked;
