package org.phpipc.swoole;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.Selection;

/**
 * Takes messages for several threads in such a way that a thread that waits has nothing.
 *
 * <p>Waiting and taking are two steps. One thread at a time waits in the kernel, by {@link
 * MessageQueue#await}, which leaves the message in the queue. Only then it is taken, without
 * waiting. So the wait can be abandoned at any time, and {@link #stop} does so by an interrupt.
 *
 * <p>A wake-up message would not do: msgrcv selects one type or all, the wire says which type tasks
 * have, and whoever else reads that type, a PHP worker or another process, would take it.
 */
final class Arrivals {
  private final MessageQueue queue;
  private final Selection which;
  private final FirstLook look;

  private boolean led;
  private @Nullable Thread inKernel;
  private volatile boolean stopped;

  /** Of any type where {@code type} is 0. */
  Arrivals(MessageQueue queue, long type, FirstLook look) {
    this.queue = queue;
    this.look = look;
    this.which = type == 0 ? Selection.any() : Selection.type(type);
  }

  /**
   * The next message, or null after {@link #stop}.
   *
   * @throws TaskMisfitException if the first look says that none must be taken
   */
  @Nullable Message next() {
    if (!lead()) {
      return null;
    }
    try {
      while (true) {
        if (stopped) {
          return null;
        }
        Message message = look.mayTake() ? queue.tryReceive(which).orElse(null) : null;
        if (message == null && enter()) {
          message = awaitOne();
        }
        if (message != null) {
          return message;
        }
      }
    } finally {
      yieldLead();
    }
  }

  synchronized void stop() {
    stopped = true;
    notifyAll();
    if (inKernel != null) {
      inKernel.interrupt();
    }
  }

  boolean isStopped() {
    return stopped;
  }

  /** Waits {@code millis}, or until {@link #stop}; returns whether it was not stopped. */
  synchronized boolean pause(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    boolean interrupted = false;
    for (long left = millis; !stopped && left > 0; left = millisUntil(end)) {
      try {
        wait(left);
      } catch (InterruptedException e) {
        interrupted = true; // As in lead().
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !stopped;
  }

  private static long millisUntil(long end) {
    return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
  }

  @Override
  public String toString() {
    return queue.toString();
  }

  private synchronized boolean lead() {
    boolean interrupted = false;
    while (led && !stopped) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true; // Left by a handler: it is not about us.
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (stopped) {
      return false;
    }
    led = true;
    return true;
  }

  private synchronized void yieldLead() {
    led = false;
    notifyAll();
  }

  private synchronized boolean enter() {
    inKernel = stopped ? null : Thread.currentThread();
    return inKernel != null;
  }

  /**
   * Returns null when there is something to take, or the thread was interrupted. Only a message
   * without bytes is taken here.
   */
  private @Nullable Message awaitOne() {
    try {
      return queue.await(which).orElse(null);
    } catch (InterruptedException e) {
      return null;
    } finally {
      leave();
    }
  }

  /** An interrupt that came too late is none of the handler's business. */
  private synchronized void leave() {
    inKernel = null;
    Thread.interrupted();
  }
}
