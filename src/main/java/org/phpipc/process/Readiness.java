package org.phpipc.process;

import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.util.ArrayList;
import java.util.List;
import org.phpipc.Errno;
import org.phpipc.libc.FileFlags;
import org.phpipc.libc.FileLibc;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.Pollfd;

/**
 * Waits until descriptors can be read or written: poll(2) that an interrupt of the thread ends.
 *
 * <p>One more descriptor is polled, an eventfd, which the interrupting thread makes readable: the
 * JDK calls {@code implCloseChannel} of a channel whose thread is interrupted between {@code begin}
 * and {@code end}.
 */
final class Readiness {
  private static final int EINTR = Errno.EINTR.number();

  private Readiness() {}

  /** A question about a descriptor: {@code POLLIN} or {@code POLLOUT}. */
  record Interest(int fd, int events) {}

  /** Whether the descriptor became ready in time. Its end and its errors count as ready. */
  static boolean await(int fd, int events, Deadline deadline) throws InterruptedException {
    return !await(List.of(new Interest(fd, events)), deadline).isEmpty();
  }

  /** Those that are ready; none where the time is over. */
  static List<Interest> await(List<Interest> interests, Deadline deadline)
      throws InterruptedException {
    List<Interest> ready = poll(interests, List.of(), 0);
    if (!ready.isEmpty() || deadline.isOver()) {
      return ready;
    }
    Wakeup wakeup = new Wakeup();
    try {
      Interest interrupt = new Interest(wakeup.fd, FileFlags.POLLIN);
      while (ready.isEmpty() && !deadline.isOver()) {
        wakeup.enter();
        try {
          ready = poll(interests, List.of(interrupt), deadline.millisLeft());
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

  private static List<Interest> poll(List<Interest> interests, List<Interest> more, int millis) {
    FileLibc libc = FileLibc.get();
    int count = interests.size() + more.size();
    NativeBuffer fds = libc.buffer(count * Pollfd.SIZE);
    for (int i = 0; i < count; i++) {
      Interest interest = i < interests.size() ? interests.get(i) : more.get(i - interests.size());
      Pollfd.put(fds.bytes(), i, interest.fd, interest.events);
    }
    int result = libc.poll(fds, count, millis);
    if (result != -EINTR) {
      ProcessException.check("poll", "descriptors", result);
    }
    List<Interest> ready = new ArrayList<>();
    for (int i = 0; i < interests.size() && result > 0; i++) {
      if (Pollfd.revents(fds.bytes(), i) != 0) {
        ready.add(interests.get(i));
      }
    }
    return ready;
  }

  /** Ends a poll when its thread is interrupted. */
  private static final class Wakeup extends AbstractInterruptibleChannel {
    private final FileLibc libc = FileLibc.get();
    private final int fd =
        ProcessException.check(
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
