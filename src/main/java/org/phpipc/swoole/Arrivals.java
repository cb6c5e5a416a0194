package org.phpipc.swoole;

import org.jspecify.annotations.Nullable;
import org.phpipc.Errno;
import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.Selection;

/**
 * Takes messages for several threads in such a way that a thread that waits has nothing.
 *
 * <p>Waiting and taking are two steps. One thread at a time waits in the kernel, with room for no
 * byte: msgrcv(2) fails with E2BIG as soon as a message is there, and leaves it in the queue. Only
 * then it is taken, without waiting. So the wait can be abandoned at any time: a thread that is
 * still in it after {@link #stop} takes no task, neither when one arrives nor when the process
 * ends. It ends with the next message (which it leaves), or when the queue is removed.
 *
 * <p>A wake-up message would not do: msgrcv selects one type or all, the wire says which type tasks
 * have, and whoever else reads that type, a PHP worker or another process, would take it.
 */
final class Arrivals {
  private static final int E2BIG = Errno.E2BIG.number();

  private final MessageQueue queue;
  private final Selection taking;
  private final Selection waiting;

  private boolean led;
  private boolean inKernel;
  private volatile boolean stopped;

  /** Of any type where {@code type} is 0. */
  Arrivals(MessageQueue queue, long type) {
    this.queue = queue;
    this.taking = type == 0 ? Selection.any() : Selection.type(type);
    this.waiting = taking.atMost(0);
  }

  /** The next message, or null after {@link #stop}. */
  @Nullable Message next() {
    if (!lead()) {
      return null;
    }
    try {
      while (true) {
        if (stopped) {
          return null;
        }
        Message message = queue.tryReceive(taking).orElse(null);
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
  }

  boolean isStopped() {
    return stopped;
  }

  /** Whether a thread waits in the kernel, where it does no harm. */
  synchronized boolean isInKernel() {
    return inKernel;
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
    notify();
  }

  private synchronized boolean enter() {
    inKernel = !stopped;
    return inKernel;
  }

  /** Returns null when there is something to take. Only a message without bytes is taken here. */
  private @Nullable Message awaitOne() {
    try {
      return queue.receive(waiting);
    } catch (IpcException e) {
      if (e.errno() == E2BIG) {
        return null;
      }
      throw e;
    } finally {
      synchronized (this) {
        inKernel = false;
      }
    }
  }
}
