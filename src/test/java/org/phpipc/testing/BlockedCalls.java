package org.phpipc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.SemaphoreSet;

/** Tells when a thread waits inside the kernel, so that a test need not sleep and hope. */
public final class BlockedCalls {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long POLL_NANOS = 1_000_000;
  private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

  /** System call numbers, linux/unistd.h. */
  private static final Map<String, Integer> NUMBERS =
      ARM
          ? Map.of("msgsnd", 189, "msgrcv", 188, "read", 63, "write", 64, "openat", 56)
          : Map.of("msgsnd", 69, "msgrcv", 70, "read", 0, "write", 1, "openat", 257);

  private BlockedCalls() {}

  /** Returns when a thread of this JVM waits in the call on the queue. */
  public static void await(String call, MessageQueue queue) {
    await(ProcessHandle.current().pid(), call, queue);
  }

  /** Returns when a thread of the process waits in the call on the queue. */
  public static void await(long pid, String call, MessageQueue queue) {
    String waiting = start(call, queue.id());
    await(pid, call, () -> anyThread(pid, waiting));
  }

  /** Returns when a thread of the process waits in the call, read or write, on the file. */
  public static void await(long pid, String call, Path file) {
    await(pid, call, () -> descriptors(pid, file).anyMatch(fd -> anyThread(pid, start(call, fd))));
  }

  /** Returns when a thread of the process waits for the other end of a named pipe. */
  public static void awaitOpening(long pid) {
    String waiting = NUMBERS.get("openat") + " ";
    await(pid, "openat", () -> anyThread(pid, waiting));
  }

  private static String start(String call, int firstArgument) {
    return NUMBERS.get(call) + " 0x" + Integer.toHexString(firstArgument) + " ";
  }

  private static void await(long pid, String call, BooleanSupplier waits) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!waits.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no thread of process " + pid + " waits in " + call);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** The numbers under which the process has the file open. */
  public static Stream<Integer> descriptors(long pid, Path file) {
    try (Stream<Path> links = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return links.filter(link -> leadsTo(link, file)).toList().stream()
          .map(link -> Integer.valueOf(link.getFileName().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean leadsTo(Path link, Path file) {
    try {
      return Files.readSymbolicLink(link).equals(file);
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }

  /** Returns when a thread, of any process, waits for the semaphore to become larger. */
  public static void awaitWaiter(SemaphoreSet set, int index) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (set.waiting(index) == 0) {
      if (System.nanoTime() > end) {
        throw new AssertionError("nobody waits for semaphore " + index + " of " + set);
      }
      Thread.onSpinWait();
    }
  }

  private static boolean anyThread(long pid, String waiting) {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return threads.anyMatch(thread -> syscall(thread).startsWith(waiting));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String syscall(Path thread) {
    try {
      return Files.readString(thread.resolve("syscall"));
    } catch (IOException threadEnded) {
      return "";
    }
  }
}
