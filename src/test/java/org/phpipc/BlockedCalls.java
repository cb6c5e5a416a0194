package org.phpipc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.SemaphoreSet;

/** Tells when a thread waits inside the kernel, so that a test need not sleep and hope. */
public final class BlockedCalls {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

  /** System call numbers, linux/unistd.h. */
  private static final Map<String, Integer> NUMBERS =
      ARM ? Map.of("msgsnd", 189, "msgrcv", 188) : Map.of("msgsnd", 69, "msgrcv", 70);

  private BlockedCalls() {}

  /** Returns when a thread of this JVM waits in the call on the queue. */
  public static void await(String call, MessageQueue queue) {
    await(ProcessHandle.current().pid(), call, queue);
  }

  /** Returns when a thread of the process waits in the call on the queue. */
  public static void await(long pid, String call, MessageQueue queue) {
    String waiting = NUMBERS.get(call) + " 0x" + Integer.toHexString(queue.id()) + " ";
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!anyThread(pid, waiting)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no thread of process " + pid + " waits in " + call);
      }
      Thread.onSpinWait();
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
