package org.phpipc.wait;

import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.util.ArrayList;
import java.util.List;
import org.phpipc.Errno;
import org.phpipc.KernelException;
import org.phpipc.libc.FileLibc;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.abi.FileFlags;
import org.phpipc.libc.abi.Pollfd;

/**
 * Waits until descriptors can be read or written: poll(2) that an interrupt of the thread ends. It
 * serves pipes, sockets and whatever else poll(2) takes.
 *
 * <p>One more descriptor is polled, an eventfd, which the interrupting thread makes readable: the
 * JDK calls {@code implCloseChannel} of a channel whose thread is interrupted between {@code begin}
 * and {@code end}.
 */
public final class Readiness {
  private static final int EINTR = Errno.EINTR.number();

  private final Refusal refusal;

  /**
   * For the package that owns the descriptors.
   *
   * @param refusal makes that package's exception of a call, its subject and an errno
   */
  public Readiness(Refusal refusal) {
    this.refusal = refusal;
  }

  /** Makes an exception of a call that the kernel refused. */
  public interface Refusal {
    KernelException of(String call, String subject, int errno);
  }

  /** A question about a descriptor: {@code POLLIN}, {@code POLLOUT} or {@code POLLPRI}. */
  public record Interest(int fd, int event) {

    /** Whether select(2) would call it ready; poll(2) tells of hang-ups that nobody asked for. */
    boolean isReady(int revents) {
      int answers =
          switch (event) {
            case FileFlags.POLLIN -> FileFlags.POLLIN | FileFlags.POLLHUP | FileFlags.POLLERR;
            case FileFlags.POLLOUT -> FileFlags.POLLOUT | FileFlags.POLLERR;
            default -> event;
          };
      return (revents & (answers | FileFlags.POLLNVAL)) != 0;
    }
  }

  /** Whether the descriptor became ready in time. Its end and its errors count as ready. */
  public boolean await(int fd, int event, Deadline deadline) throws InterruptedException {
    return !await(List.of(new Interest(fd, event)), deadline).isEmpty();
  }

  /** Those that are ready; none if the time is over. */
  public List<Interest> await(List<Interest> interests, Deadline deadline)
      throws InterruptedException {
    List<Interest> watched = new ArrayList<>(interests);
    List<Interest> ready = poll(watched, List.of(), 0);
    if (!ready.isEmpty() || deadline.isOver()) {
      return ready;
    }
    Wakeup wakeup = new Wakeup();
    try {
      Interest interrupt = new Interest(wakeup.fd, FileFlags.POLLIN);
      while (ready.isEmpty() && !deadline.isOver()) {
        wakeup.enter();
        try {
          ready = poll(watched, List.of(interrupt), deadline.millisLeft());
        } finally {
          wakeup.leave();
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      return ready;
    } finally {
      wakeup.giveBack();
    }
  }

  /**
   * Those that are ready. One that only hung up is watched no longer: poll(2) would tell of it
   * again and again, and not wait.
   */
  private List<Interest> poll(List<Interest> watched, List<Interest> more, int millis) {
    FileLibc libc = FileLibc.get();
    int count = watched.size() + more.size();
    NativeBuffer fds = libc.buffer(count * Pollfd.SIZE);
    for (int i = 0; i < count; i++) {
      Interest interest = i < watched.size() ? watched.get(i) : more.get(i - watched.size());
      Pollfd.put(fds.bytes(), i, interest.fd, interest.event);
    }
    int result = libc.poll(fds, count, millis);
    if (result != -EINTR) {
      check("poll", "descriptors", result);
    }
    List<Interest> ready = new ArrayList<>();
    List<Interest> hungUp = new ArrayList<>();
    for (int i = 0; i < watched.size() && result > 0; i++) {
      int revents = Pollfd.revents(fds.bytes(), i);
      if (revents != 0) {
        (watched.get(i).isReady(revents) ? ready : hungUp).add(watched.get(i));
      }
    }
    watched.removeAll(hungUp);
    return ready;
  }

  private int check(String call, String subject, int result) {
    if (result < 0) {
      throw refusal.of(call, subject, -result);
    }
    return result;
  }

  /** Ends a poll when its thread is interrupted. */
  private final class Wakeup extends AbstractInterruptibleChannel {
    private final FileLibc libc = FileLibc.get();
    private final int fd =
        check(
            "eventfd",
            "a wake-up",
            libc.eventfd(0, FileFlags.EFD_CLOEXEC | FileFlags.EFD_NONBLOCK));

    void enter() {
      begin();
    }

    /** Also where the wait was interrupted, which the thread's own flag tells. */
    void leave() {
      try {
        end(true);
      } catch (ClosedByInterruptException interrupted) {
        // The flag stays set; the caller asks for it.
      } catch (AsynchronousCloseException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    protected void implCloseChannel() {
      NativeBuffer one = libc.buffer(Long.BYTES);
      one.bytes().putLong(0, 1);
      libc.write(fd, one, Long.BYTES);
    }

    /** After the wait, by its thread: nobody can interrupt into it any more. */
    void giveBack() {
      libc.close(fd);
    }
  }
}
