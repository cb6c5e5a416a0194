package org.phpipc.process;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phpipc.Errno;
import org.phpipc.process.Children.Collected;
import org.phpipc.wait.Deadline;

/**
 * A child of this process. Until it is waited for, the kernel keeps its status: it is a zombie once
 * it has ended. Any number of threads may use this object.
 */
public final class ChildProcess {
  private final int pid;
  private volatile @Nullable WaitStatus status;

  ChildProcess(int pid) {
    this.pid = pid;
  }

  /** Its process id. Others may have it once this child was waited for. */
  public int pid() {
    return pid;
  }

  /**
   * Waits until it has ended.
   *
   * @throws ProcessException if somebody else waited for it already
   */
  public WaitStatus await() throws InterruptedException {
    return await(Deadline.FOREVER).orElseThrow();
  }

  /** As {@link #await()}, waiting at most {@code patience}. */
  public Optional<WaitStatus> await(Duration patience) throws InterruptedException {
    if (status == null) {
      try {
        return ended(Children.await(pid, 0, patience));
      } catch (ProcessException e) {
        return Optional.of(knownOr(e));
      }
    }
    return Optional.ofNullable(status);
  }

  /** How it ended, if it has. */
  public Optional<WaitStatus> poll() {
    if (status == null) {
      try {
        return ended(Children.poll(pid, 0));
      } catch (ProcessException e) {
        return Optional.of(knownOr(e));
      }
    }
    return Optional.ofNullable(status);
  }

  private synchronized Optional<WaitStatus> ended(Optional<Collected> collected) {
    collected.ifPresent(child -> status = child.status());
    return Optional.ofNullable(status);
  }

  /** Another thread may have been faster, between its call and its note. */
  private WaitStatus knownOr(ProcessException e) {
    WaitStatus known = status;
    if (known == null) {
      throw e;
    }
    return known;
  }

  /**
   * Sends it a signal.
   *
   * @throws ProcessException if it was waited for: its number may be another's by now
   */
  public void signal(Signal signal) {
    if (status != null) {
      int gone = Errno.ESRCH.number();
      throw new ProcessException(
          "kill", toString(), gone, Errno.text(gone) + ": it was waited for");
    }
    Processes.kill(pid, signal.number());
  }

  @Override
  public String toString() {
    WaitStatus known = status;
    return "child " + pid + (known == null ? "" : " (" + known + ")");
  }
}
