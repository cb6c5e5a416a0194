package org.phpipc.swoole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.commons.lang3.Validate;
import org.jspecify.annotations.Nullable;
import org.phpipc.reliable.ReliableConsumer.NotNowException;
import org.phpipc.reliable.letters.DeadLetters;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;

/**
 * Takes the place of Swoole's task workers: threads that take tasks from a queue and hand them to a
 * handler.
 *
 * <pre>{@code
 * try (TaskWorker worker =
 *     TaskWorker.on(queue, WireGeneration.forVersion("6.2")).threads(4).start(task -> ...)) {
 *   worker.join();
 * }
 * }</pre>
 *
 * <p>An exception of a handler is counted and reported, and the thread goes on. A message that is
 * not a task (wrong length, unknown event, over a limit, not unserializable, a temp file that is
 * missing or not to be trusted) is reported with its bytes and, with {@link Builder#deadLetters},
 * kept. A temp file is deleted before the handler runs, as Swoole does, unless its task says PEEK;
 * that of a poison packet stays. So a task is handled at most once: a worker that is killed loses
 * the task that it is handling. {@link ReliableTaskConsumer} loses nothing.
 *
 * <p>A task that cannot be read now (no free descriptor, a disk that fails, a missing right) is not
 * poison. The worker tries to read it again for {@value #PATIENCE_SECONDS} seconds, or until it is
 * stopped; then it sends the message back to the end of the queue and ends. If a handler throws a
 * {@link NotNowException}, the worker does so at once. While the queue is full, the worker waits
 * with the message; after {@link #stop} it waits at most {@value #PATIENCE_SECONDS} seconds more.
 * {@link TaskListener#stranded} gets a message that cannot go back.
 *
 * <p>A worker whose first tasks are all of another generation, or name files in another directory
 * or of a user who is not trusted, ends with a {@link TaskMisfitException} and leaves them in the
 * queue. So a process that may write to the queue can keep a worker from starting, but cannot end
 * one that has read a task. {@link TaskListener#ended} is told why a worker has ended.
 *
 * <p>{@link #stop} lets handlers finish and leaves everything else in the queue.
 *
 * <p>Waiting threads do not hold messages, so a PHP process that waits for the same type gets a
 * message first.
 */
public final class TaskWorker implements AutoCloseable {
  /** Seconds for which a task that cannot be read, or put back, is tried again. */
  private static final int PATIENCE_SECONDS = 10;

  private static final Duration PATIENCE = Duration.ofSeconds(PATIENCE_SECONDS);

  /** Milliseconds before a task is tried again for the first time, and at most. */
  private static final long SHORTEST_PAUSE = 10;

  private static final long LONGEST_PAUSE = 500;

  private static final System.Logger LOGGER = System.getLogger(TaskWorker.class.getName());

  private final MessageQueue queue;
  private final FirstLook look;
  private final Arrivals arrivals;
  private final TaskReader reader;
  private final @Nullable DeadLetters deadLetters;
  private final TaskListener listener;
  private final TaskHandler handler;

  private final LongAdder handled = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder poisoned = new LongAdder();

  /** Set by {@link #stop}, not if the worker ends by itself. */
  private volatile boolean stopped;

  /** Threads that have not ended. */
  private int alive;

  private TaskWorker(Builder builder, TaskHandler handler) {
    queue = builder.queue;
    // Whoever owns the queue may give us tasks, and with them files.
    Spool spool = builder.spool.trustingUid(queue.status().attributes().uid());
    reader = TaskReader.of(builder.generation).withSpool(spool).withSerializer(builder.serializer);
    look = reader.look(queue, builder.type);
    arrivals = new Arrivals(queue, builder.type, look);
    deadLetters = builder.openDeadLetters();
    listener = builder.listener;
    this.handler = handler;
    alive = builder.threads;
  }

  /** Settings for a worker of the tasks of one generation. */
  public static Builder on(MessageQueue queue, WireGeneration generation) {
    return new Builder(queue, generation);
  }

  /** Tasks whose handler returned. */
  public long handled() {
    return handled.sum();
  }

  /** Tasks whose handler threw. */
  public long failed() {
    return failed.sum();
  }

  /** Messages that were not tasks. */
  public long poisoned() {
    return poisoned.sum();
  }

  /** Takes no more tasks. Does not wait; a handler may call it. */
  public void stop() {
    stopped = true;
    arrivals.stop();
    synchronized (this) {
      notifyAll();
    }
  }

  /** Waits until the worker was stopped, or has ended by itself, and no handler runs any more. */
  public void join() throws InterruptedException {
    awaitEnd(Long.MAX_VALUE);
  }

  /** As {@link #join()}, waiting at most {@code timeout}; false if a handler is still running. */
  public boolean join(Duration timeout) throws InterruptedException {
    return awaitEnd(TimeUnit.NANOSECONDS.convert(timeout));
  }

  /** Stops and waits for the handlers that run. */
  @Override
  public void close() {
    stop();
    boolean interrupted = false;
    while (true) {
      try {
        join();
        break;
      } catch (InterruptedException e) {
        interrupted = true; // The running tasks are finished all the same.
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean awaitEnd(long nanos) throws InterruptedException {
    long start = System.nanoTime();
    while (alive > 0) {
      long left = nanos - (System.nanoTime() - start);
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  private void start(int threads) {
    for (int n = 1; n <= threads; n++) {
      Thread thread = new Thread(this::work, "phpipc task worker " + n + " on " + arrivals);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void work() {
    try {
      for (Message message = arrivals.next(); message != null; message = arrivals.next()) {
        Thread.interrupted(); // Left by a handler or listener: it is not about the next task.
        take(message);
      }
    } catch (RuntimeException e) {
      end(e, () -> {});
    } catch (Error e) {
      end(new IllegalStateException("the queue cannot be read: " + e, e), () -> {});
    } finally {
      synchronized (this) {
        alive--;
        notifyAll();
      }
    }
  }

  /**
   * Takes no more tasks, runs {@code last}, and reports the reason unless it was stopped before.
   */
  private void end(RuntimeException reason, Runnable last) {
    boolean running;
    synchronized (this) {
      running = !arrivals.isStopped();
      arrivals.stop();
    }
    last.run();
    if (running) {
      tell(() -> listener.ended(reason));
    }
  }

  private void take(Message message) {
    TakenTask taken = read(message);
    if (taken == null) {
      return;
    }
    Task task = taken.task();
    try {
      handler.handle(task);
      handled.increment();
    } catch (NotNowException e) {
      Thread.interrupted(); // Left by the handler: it must not keep the message from going back.
      end(e.reason(), () -> putBack(message, taken.restoreFile(), e.reason()));
    } catch (Throwable e) { // A task must not end its worker, whatever it does.
      failed.increment();
      tell(() -> listener.failed(task, e));
    }
  }

  /** The task in a message; null if the message is not a task or cannot be read now. */
  private @Nullable TakenTask read(Message message) {
    long start = System.nanoTime();
    for (long pause = SHORTEST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      try {
        return reader.take(message, look);
      } catch (SpoolException e) {
        boolean late = System.nanoTime() - start > PATIENCE.toNanos();
        if (late || !arrivals.pause(pause)) {
          end(e, () -> putBack(message, e));
          return null;
        }
      } catch (TaskMisfitException e) {
        end(e, () -> putBack(message, e));
        return null;
      } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
        poison(message, e);
        return null;
      } catch (Error e) { // Such as a class that cannot be loaded: it says nothing of the task.
        RuntimeException reason = new IllegalStateException("tasks cannot be read: " + e, e);
        end(reason, () -> putBack(message, reason));
        return null;
      }
    }
  }

  private void putBack(Message message, RuntimeException reason) {
    putBack(message, () -> {}, reason);
  }

  private void putBack(Message message, Runnable restoreFile, RuntimeException reason) {
    try {
      restore(restoreFile);
      send(message);
    } catch (Throwable e) { // The message is in no queue, whatever went wrong.
      reason.addSuppressed(e);
      strand(message, reason);
    }
  }

  /** Tries to write the file of a task again until it can be written or the worker is stopped. */
  private void restore(Runnable restoreFile) {
    for (long pause = SHORTEST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      try {
        restoreFile.run();
        return;
      } catch (SpoolException e) {
        if (!pauseUnlessStopped(pause)) {
          throw e;
        }
      }
    }
  }

  private synchronized boolean pauseUnlessStopped(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = millis; !stopped && left > 0; left = millisUntil(end)) {
      try {
        wait(left);
      } catch (InterruptedException e) {
        // As in send().
      }
    }
    return !stopped;
  }

  private static long millisUntil(long end) {
    return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
  }

  /** Waits while the queue is full; after {@link #stop}, for the patience at most. */
  private void send(Message message) throws TimeoutException {
    do {
      try {
        if (queue.send(message.type(), message.payload(), PATIENCE)) {
          return;
        }
        LOGGER.log(Level.WARNING, "{0} is full: a task waits to go back there", queue);
      } catch (InterruptedException e) {
        // This thread is the worker's own, so the interrupt is one that a handler left.
      }
    } while (!stopped);
    throw new TimeoutException(queue + " is full");
  }

  /** Reports a message that is a task and that cannot go back to its queue. */
  private void strand(Message message, RuntimeException reason) {
    Optional<Path> file = kept(message, reason);
    tell(() -> listener.stranded(message, reason, file));
  }

  private void poison(Message message, Throwable reason) {
    poisoned.increment();
    PoisonPacket poison = new PoisonPacket(message, reason, kept(message, reason));
    tell(() -> listener.poisoned(poison));
  }

  private Optional<Path> kept(Message message, Throwable reason) {
    if (deadLetters == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(deadLetters.keep(message));
    } catch (IOException e) {
      reason.addSuppressed(e);
      return Optional.empty();
    }
  }

  /** A listener that throws must not end the worker either, and neither must the logger. */
  private static void tell(Runnable report) {
    try {
      report.run();
    } catch (Throwable e) {
      try {
        LOGGER.log(Level.ERROR, "the listener failed", e);
      } catch (Throwable ofTheLogger) {
        // There is nobody left to tell.
      }
    }
  }

  /** Settings; each has a default. */
  public static final class Builder {
    private final MessageQueue queue;
    private final WireGeneration generation;
    private long type;
    private int threads = 1;
    private PhpSerializer serializer = PhpSerializer.standard();
    private Spool spool = Spool.standard();
    private @Nullable Path deadLetters;
    private TaskListener listener = new TaskListener() {};

    private Builder(MessageQueue queue, WireGeneration generation) {
      this.queue = queue;
      this.generation = generation;
    }

    /**
     * Takes messages of this type only, at least 1: the type of a task worker is {@link
     * ServerLayout#type}. Unless set, of any type.
     */
    public Builder type(long type) {
      Validate.isTrue(type >= 1, "a message type is at least 1, not %s", type);
      this.type = type;
      return this;
    }

    /** The number of tasks that may run at a time; 1 by default. */
    public Builder threads(int threads) {
      Validate.isTrue(threads >= 1, "%s threads are too few: at least 1", threads);
      this.threads = threads;
      return this;
    }

    /** How values are read, and with which limits. */
    public Builder serializer(PhpSerializer serializer) {
      this.serializer = serializer;
      return this;
    }

    /**
     * The directory of temp files and the users whose files are read; {@code /tmp} by default. The
     * owner of the queue is trusted too. A server that root starts with the setting {@code user}
     * owns its queue as root and its files as that user: {@link Spool#trusting(String)}.
     */
    public Builder spool(Spool spool) {
      this.spool = spool;
      return this;
    }

    /** Keeps poison packets as files in this directory, which is created if it is missing. */
    public Builder deadLetters(Path directory) {
      this.deadLetters = directory;
      return this;
    }

    private @Nullable DeadLetters openDeadLetters() {
      try {
        return deadLetters == null ? null : DeadLetters.open(deadLetters, "task-type", ".packet");
      } catch (IOException e) {
        throw new UncheckedIOException(deadLetters + " cannot keep dead letters: " + e, e);
      }
    }

    /** The listener for failures, which are logged unless one is set. */
    public Builder listener(TaskListener listener) {
      this.listener = listener;
      return this;
    }

    /**
     * Starts the threads.
     *
     * @throws UncheckedIOException if the directory for dead letters cannot be used
     */
    public TaskWorker start(TaskHandler handler) {
      TaskWorker worker = new TaskWorker(this, handler);
      worker.start(threads);
      return worker;
    }
  }
}
