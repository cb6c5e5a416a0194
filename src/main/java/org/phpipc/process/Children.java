package org.phpipc.process;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.ProcessLibc;
import org.phpipc.libc.abi.ProcessFlags;
import org.phpipc.libc.abi.Rusage;
import org.phpipc.wait.Deadline;
import org.phpipc.wait.LongCall;

/**
 * The children of this process, whoever started them.
 *
 * <p>Waiting is two steps: a thread of its own waits until a child changes and leaves it as it is;
 * then the caller collects it. So a caller can stop waiting, and nobody's status is lost.
 */
public final class Children {
  /** Flag: also those that were stopped. */
  public static final int STOPPED = ProcessFlags.WUNTRACED;

  /** Flag: also those that went on. */
  public static final int CONTINUED = ProcessFlags.WCONTINUED;

  /** In place of a pid: any child. */
  public static final int ANY = -1;

  private static final Map<Watch, LongCall> WATCHES = new ConcurrentHashMap<>();

  private Children() {}

  /** A child that was collected. */
  public record Collected(int pid, WaitStatus status, ResourceUsage usage) {}

  /** What a thread watches: the arguments of waitid(2). */
  private record Watch(int idtype, int id, int options) {
    static Watch of(int pid, int flags) {
      int options = flags | ProcessFlags.WEXITED | ProcessFlags.WNOWAIT;
      if (pid > 0) {
        return new Watch(ProcessFlags.P_PID, pid, options);
      } else if (pid == ANY) {
        return new Watch(ProcessFlags.P_ALL, 0, options);
      }
      int group = pid == 0 ? ProcessLibc.get().getpgid(0) : -pid;
      return new Watch(ProcessFlags.P_PGID, group, options);
    }

    int call() {
      ProcessLibc libc = ProcessLibc.get();
      return libc.waitid(idtype, id, libc.buffer(ProcessFlags.SIGINFO_SIZE), options);
    }
  }

  /**
   * Collects a child, if one has changed.
   *
   * @param pid of a child; {@link #ANY}; 0 for any of the own process group; below -1 for any of
   *     the group of that number
   * @param flags {@link #STOPPED}, {@link #CONTINUED}; others are passed to the kernel
   */
  public static Optional<Collected> poll(int pid, int flags) {
    ProcessLibc libc = ProcessLibc.get();
    NativeBuffer buffer = libc.buffer(Rusage.WITH_STATUS_SIZE);
    int collected =
        ProcessException.check(
            "waitpid",
            pid == ANY ? "any child" : "child " + pid,
            libc.wait4(pid, buffer, flags | ProcessFlags.WNOHANG));
    if (collected == 0) {
      return Optional.empty();
    }
    WaitStatus status = new WaitStatus(buffer.bytes().getInt(Rusage.WSTATUS_OFFSET));
    ResourceUsage usage = ResourceUsage.read(buffer.bytes(), Rusage.OFFSET);
    return Optional.of(new Collected(collected, status, usage));
  }

  /** As {@link #poll}, but waits for one. */
  public static Collected await(int pid, int flags) throws InterruptedException {
    return await(pid, flags, Deadline.FOREVER).orElseThrow();
  }

  /** As {@link #poll}, waiting at most {@code patience} for a child to end. */
  public static Optional<Collected> await(int pid, int flags, Duration patience)
      throws InterruptedException {
    Deadline deadline = Deadline.after(patience);
    Optional<Collected> collected = poll(pid, flags);
    while (collected.isEmpty() && watch(Watch.of(pid, flags)).await(deadline)) {
      collected = poll(pid, flags);
    }
    return collected;
  }

  /** One thread for all who wait for the same. */
  private static LongCall watch(Watch watch) {
    return WATCHES.compute(
        watch,
        (same, running) ->
            running != null && !running.isOver()
                ? running
                : LongCall.begin("waits for a child", () -> watched(same)));
  }

  private static int watched(Watch watch) {
    int result = watch.call();
    WATCHES.remove(watch);
    return result;
  }
}
