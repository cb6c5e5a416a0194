/**
 * The port to the kernel: the only native code.
 *
 * <p>One method per C call, C's name, C's argument order, and one contract: a call returns a value
 * of at least 0, or the negated errno captured with the call. No exception for an errno, no retry,
 * no logging, no knowledge of PHP's numbers. Decisions live above.
 *
 * <p>Three ports: {@link org.phpipc.libc.IpcLibc} (System V), {@link org.phpipc.libc.FileLibc}
 * (files, pipes, descriptors) and {@link org.phpipc.libc.ProcessLibc} (processes and signals);
 * {@link org.phpipc.libc.LibcLoader} chooses who binds them. The rooms below:
 *
 * <ul>
 *   <li>{@code abi}: structs, flags and numbers of the kernel, which every binding uses.
 *   <li>{@code jna}: all ports by JNA.
 *   <li>{@code foreign}: the System V port by java.lang.foreign, in {@code src/main/java22}.
 *   <li>{@code memory}: the System V port as a kernel inside one JVM.
 * </ul>
 */
@NullMarked
package org.phpipc.libc;

import org.jspecify.annotations.NullMarked;
