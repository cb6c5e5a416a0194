package org.phpipc.process;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.apache.commons.lang3.ArrayUtils;
import org.phpipc.libc.FileLibc;
import org.phpipc.libc.HandlerCode;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.ProcessLibc;
import org.phpipc.libc.abi.FileFlags;
import org.phpipc.libc.abi.Pollfd;
import org.phpipc.libc.abi.Sigaction;
import org.phpipc.libc.abi.Timespec;

/**
 * The signals that have come to this process and of which Java has not heard yet. {@link
 * HandlerCode} writes them in the order in which they came. Neither end of the pipe ever waits.
 */
final class SignalPipe {
  private static final int MOST_AT_ONCE = 4096;

  /** A thread that blocks all signals for longer is in no handler. */
  private static final long LONGEST_HANDLER_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** What a thread needs at most to write one byte, if it has a processor. */
  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

  private final FileLibc files = FileLibc.get();
  private final ProcessLibc processes = ProcessLibc.get();
  private final ThreadsInHandlers threads = new ThreadsInHandlers();
  private final int reader;
  private final long handler;

  /** Whether a signal has come since all threads were seen outside of handlers. */
  private boolean unsettled;

  private SignalPipe(Descriptor.Pipe pipe) {
    pipe.reader().setBlocking(false);
    pipe.writer().setBlocking(false);
    reader = pipe.reader().number();
    handler =
        ProcessException.check(
            "mmap", "the handler of signals", HandlerCode.place(pipe.writer().number()));
  }

  /** A new one, for good: a handler may write at any time. */
  static SignalPipe open() {
    Descriptor.Pipe pipe = Descriptor.pipe();
    try {
      return new SignalPipe(pipe);
    } catch (RuntimeException e) {
      pipe.close();
      throw e;
    }
  }

  /** The address of the native handler. */
  long handler() {
    return handler;
  }

  /** Waits until a handler has run. */
  void await() {
    NativeBuffer fds = files.buffer(Pollfd.SIZE);
    Pollfd.put(fds.bytes(), 0, reader, FileFlags.POLLIN);
    files.poll(fds, 1, -1);
  }

  /**
   * Takes all signals out: those that handlers have written, then those of the set that no thread
   * has taken from the kernel yet.
   *
   * @param set the signals that have this handler; bit n-1 stands for signal n
   */
  synchronized void drain(long set, IntConsumer each) {
    for (byte[] written = written(); written.length > 0; written = written()) {
      unsettled = true;
      for (byte signal : written) {
        each.accept(signal);
      }
    }
    for (int signal = pending(set); signal > 0; signal = pending(set)) {
      unsettled = true;
      each.accept(signal);
    }
  }

  /**
   * As {@link #drain}, and waits for threads that have taken a signal from the kernel and have not
   * written it yet. Only the leader can have done so unless a signal has come just before: the
   * kernel chooses another thread only while the leader has one to handle.
   */
  void drainAll(long set, IntConsumer each) {
    long end = System.nanoTime() + LONGEST_HANDLER_NANOS;
    drain(set, each);
    while (set != 0 && !isSettled(set, each) && System.nanoTime() < end) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Whether no thread was in a handler, and nothing had been written until then. */
  private synchronized boolean isSettled(long set, IntConsumer each) {
    boolean handling = unsettled ? threads.hasAny(set) : threads.hasLeader(set);
    unsettled = handling;
    drain(set, each);
    return !unsettled;
  }

  private byte[] written() {
    NativeBuffer buffer = files.buffer(MOST_AT_ONCE);
    long count = files.read(reader, buffer, MOST_AT_ONCE);
    if (count <= 0) {
      return ArrayUtils.EMPTY_BYTE_ARRAY;
    }
    byte[] signals = new byte[(int) count];
    buffer.bytes().get(0, signals);
    return signals;
  }

  /** One signal of the set; below 0 if none is pending. */
  private int pending(long set) {
    NativeBuffer arguments = processes.buffer(Sigaction.SIGSET_SIZE + Timespec.SIZE);
    for (int i = 0; i < Sigaction.SIGSET_SIZE + Timespec.SIZE; i += Long.BYTES) {
      arguments.bytes().putLong(i, 0);
    }
    arguments.bytes().putLong(0, set);
    return processes.sigtimedwait(arguments);
  }
}
