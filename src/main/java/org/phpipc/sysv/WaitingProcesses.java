package org.phpipc.sysv;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.phpipc.libc.abi.SyscallNumber;

/**
 * Which processes wait in {@code semop} on a set, as {@code /proc/PID/task/TID/syscall} tells those
 * who may trace them. Source: proc(5).
 */
final class WaitingProcesses {
  private static final Path PROC = Path.of("/proc");

  /** The calls that wait on a set, of which C libraries use either. */
  private static final Set<String> SEMOP =
      Set.of(Long.toString(SyscallNumber.SEMOP), Long.toString(SyscallNumber.SEMTIMEDOP));

  private WaitingProcesses() {}

  static Set<Long> on(int setId) {
    String set = "0x" + Integer.toHexString(setId);
    Set<Long> waiting = new TreeSet<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (anyThreadWaits(process, set)) {
          waiting.add(Long.parseLong(process.getFileName().toString()));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // No /proc to read: nothing is known.
    }
    return waiting;
  }

  private static boolean anyThreadWaits(Path process, String set) {
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(process.resolve("task"))) {
      for (Path thread : threads) {
        if (waits(thread, set)) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // It has ended.
    }
    return false;
  }

  /** The file has the number of the call and its arguments, or a word if there is no call. */
  private static boolean waits(Path thread, String set) {
    try {
      String[] call = Files.readString(thread.resolve("syscall")).split(" ", 3);
      return call.length == 3 && SEMOP.contains(call[0]) && call[1].equals(set);
    } catch (IOException e) {
      return false; // It has ended, or is not for us to see.
    }
  }
}
