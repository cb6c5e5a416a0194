package org.phpipc.wait;

import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.phpipc.Errno;
import org.phpipc.libc.IpcLibc;

/**
 * Makes one thread's calls leave the kernel, with EINTR, when the thread is interrupted or when
 * somebody asks for it.
 *
 * <p>A selector by type only: {@link AbstractSelector} is the JDK's way to be told of {@link
 * Thread#interrupt}, and {@link #wakeup} is what it calls then, in the thread that interrupts.
 *
 * <p>A signal that arrives before the thread has entered the kernel is lost, so it is sent until
 * the call is seen to have returned.
 */
public final class WakeUp extends AbstractSelector {
  private static final ThreadLocal<WakeUp> OF_BINDING =
      ThreadLocal.withInitial(() -> new WakeUp(IpcLibc.get()));
  private static final ThreadLocal<WakeUp> OF_KERNEL =
      ThreadLocal.withInitial(
          () -> IpcLibc.get() == IpcLibc.kernel() ? ofThisThread() : new WakeUp(IpcLibc.kernel()));
  private static final long INTERRUPTED = -Errno.EINTR.number();
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long NO_CALL = 0;

  private final IpcLibc libc;
  private final WakeUpSignal signal;
  private volatile long present = NO_CALL;

  /** The kernel thread that makes the call. */
  private volatile int tid;

  private final boolean changesTid = VirtualThreads.isVirtual(Thread.currentThread());
  private long last = NO_CALL;

  private WakeUp(IpcLibc libc) {
    super(SelectorProvider.provider());
    this.libc = libc;
    signal = WakeUpSignal.of(libc);
    tid = libc.gettid();
    signal.admit();
  }

  /** This thread's, for System V calls of the chosen binding. */
  public static WakeUp ofThisThread() {
    return OF_BINDING.get();
  }

  /** This thread's, for calls that are always the kernel's, whatever the binding. */
  public static WakeUp ofKernel() {
    return OF_KERNEL.get();
  }

  /**
   * Makes a call that may wait, in the thread that this belongs to.
   *
   * @return its result; minus EINTR, without a call, where the thread is interrupted already
   */
  long run(LongSupplier call) {
    begin();
    try {
      if (changesTid) {
        tid = libc.gettid();
      }
      last++;
      present = last;
      // Who interrupts sets the flag and then looks for a call; here it is the other way round.
      return Thread.currentThread().isInterrupted() ? INTERRUPTED : call.getAsLong();
    } finally {
      present = NO_CALL;
      end();
    }
  }

  /** The number of the call that the thread makes next. */
  long next() {
    return last + 1;
  }

  /** Ends a call if it is being made; returns when it is not. */
  void end(long call) {
    long pause = 1;
    while (present == call && signal.send(tid)) {
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    }
  }

  @Override
  public Selector wakeup() {
    long call = present;
    if (call != NO_CALL) {
      end(call);
    }
    return this;
  }

  @Override
  protected void implCloseSelector() {}

  @Override
  protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
    throw noSelector();
  }

  @Override
  public Set<SelectionKey> keys() {
    throw noSelector();
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    throw noSelector();
  }

  @Override
  public int selectNow() {
    throw noSelector();
  }

  @Override
  public int select(long timeout) {
    throw noSelector();
  }

  @Override
  public int select() {
    throw noSelector();
  }

  private static UnsupportedOperationException noSelector() {
    return new UnsupportedOperationException("this selects no channels");
  }
}
