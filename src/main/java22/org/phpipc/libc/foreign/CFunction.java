package org.phpipc.libc.foreign;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The functions of the C library, each with the {@link CallState} in front of its own arguments.
 * {@code JAVA_LONG} stands for pointers, {@code size_t}, {@code ssize_t} and {@code long}.
 */
final class CFunction {
  private static final Linker LINKER = Linker.nativeLinker();

  static final MethodHandle MSGGET = function("msgget", JAVA_INT, JAVA_INT, JAVA_INT);
  static final MethodHandle MSGSND =
      function("msgsnd", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
  static final MethodHandle MSGRCV =
      function("msgrcv", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT);
  static final MethodHandle MSGCTL = function("msgctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
  static final MethodHandle SHMGET = function("shmget", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
  static final MethodHandle SHMAT = function("shmat", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
  static final MethodHandle SHMDT = function("shmdt", JAVA_INT, JAVA_LONG);
  static final MethodHandle SHMCTL = function("shmctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
  static final MethodHandle SEMGET = function("semget", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  static final MethodHandle SEMOP = function("semop", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
  static final MethodHandle SEMTIMEDOP =
      function("semtimedop", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  /** The last argument is a union of a number and a pointer, and declared as {@code ...}. */
  static final MethodHandle SEMCTL =
      link(
          "semctl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG),
          CallState.CAPTURED,
          Linker.Option.firstVariadicArg(3));

  static final MethodHandle STATX =
      function("statx", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);

  /** In place of functions that C libraries before 2020 do not have. */
  static final MethodHandle SYSCALL =
      link(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          CallState.CAPTURED,
          Linker.Option.firstVariadicArg(1));

  static final MethodHandle SIGACTION =
      function("sigaction", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
  static final MethodHandle SIGPROCMASK =
      function("sigprocmask", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);

  private CFunction() {}

  private static MethodHandle function(
      String name, MemoryLayout result, MemoryLayout... parameters) {
    return link(name, FunctionDescriptor.of(result, parameters), CallState.CAPTURED);
  }

  /** A function as it is, with nothing captured that the options do not ask for. */
  static MethodHandle link(String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return LINKER.downcallHandle(address(name), descriptor, options);
  }

  static MemorySegment address(String name) {
    return LINKER.defaultLookup().find(name).orElseThrow();
  }
}
