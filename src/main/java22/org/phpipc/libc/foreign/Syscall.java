package org.phpipc.libc.foreign;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import org.phpipc.libc.abi.SyscallNumber;

/**
 * System calls by their number, without errno: the result is a {@code long}, -1 for any failure.
 *
 * <p>The C library's functions for these calls are cancellation points, which costs a process with
 * threads two atomic operations a call; {@code syscall(2)} is none.
 */
final class Syscall {
  static final MethodHandle MSGSND =
      numbered(SyscallNumber.MSGSND, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
  static final MethodHandle MSGRCV =
      numbered(SyscallNumber.MSGRCV, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT);
  static final MethodHandle SEMOP = numbered(SyscallNumber.SEMOP, JAVA_INT, JAVA_LONG, JAVA_LONG);

  private Syscall() {}

  private static MethodHandle numbered(long number, MemoryLayout... parameters) {
    FunctionDescriptor descriptor =
        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG).appendArgumentLayouts(parameters);
    MethodHandle syscall = CFunction.link("syscall", descriptor, Linker.Option.firstVariadicArg(1));
    return MethodHandles.insertArguments(syscall, 0, number);
  }
}
