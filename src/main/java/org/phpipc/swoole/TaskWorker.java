package org.phpipc.swoole;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.commons.lang3.Validate;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.sysv.IpcException;
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
 * <p>What a handler throws is counted and reported, and the thread goes on. A message that is no
 * task (wrong length, unknown event, over a limit, not unserializable, a temp file that is missing
 * or not to be trusted) is reported with its bytes and, with {@link Builder#deadLetters}, kept. A
 * temp file is deleted before the handler runs, as Swoole does, unless its task says PEEK; that of
 * a poison packet stays.
 *
 * <p>{@link #stop} lets handlers finish and leaves everything else in the queue.
 *
 * <p>Threads that wait are told of a message but do not hold it, so where a PHP process waits on
 * the same type, that one gets it.
 */
public final class TaskWorker implements AutoCloseable {
  private final Arrivals arrivals;
  private final WireGeneration generation;
  private final PhpSerializer serializer;
  private final Spool spool;
  private final @Nullable DeadLetters deadLetters;
  private final TaskListener listener;
  private final TaskHandler handler;

  private final LongAdder handled = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder poisoned = new LongAdder();

  /** Threads that have not ended. */
  private int alive;

  private TaskWorker(Builder builder, TaskHandler handler) {
    arrivals = new Arrivals(builder.queue, builder.type);
    generation = builder.generation;
    serializer = builder.serializer;
    // Whoever owns the queue may give us tasks, and with them files.
    spool = builder.spool.trustingUid(builder.queue.status().attributes().uid());
    deadLetters = builder.deadLetters;
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

  /** Messages that were no tasks. */
  public long poisoned() {
    return poisoned.sum();
  }

  /** Takes no more tasks. Does not wait; a handler may call it. */
  public void stop() {
    arrivals.stop();
    synchronized (this) {
      notifyAll();
    }
  }

  /** Waits until the worker was stopped, or has ended by itself, and no handler runs any more. */
  public void join() throws InterruptedException {
    awaitEnd(Long.MAX_VALUE);
  }

  /** The same for so long at most; false where a handler is still running. */
  public boolean join(Duration timeout) throws InterruptedException {
    return awaitEnd(timeout.toNanos());
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
    while (!hasEnded()) {
      long left = nanos - (System.nanoTime() - start);
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  private synchronized boolean hasEnded() {
    return arrivals.isStopped() && alive == 0;
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
        take(message);
      }
    } catch (IpcException e) {
      endBy(e);
    } finally {
      synchronized (this) {
        alive--;
        notifyAll();
      }
    }
  }

  private synchronized void endBy(IpcException e) {
    if (!arrivals.isStopped()) {
      arrivals.stop();
      tell(() -> listener.ended(e));
    }
  }

  private void take(Message message) {
    Task task;
    try {
      task = task(message);
    } catch (RuntimeException | OutOfMemoryError e) {
      poisoned.increment();
      PoisonPacket poison = new PoisonPacket(message, e, kept(message, e));
      tell(() -> listener.poisoned(poison));
      return;
    }
    try {
      handler.handle(task);
      handled.increment();
    } catch (Throwable e) { // A task must not end its worker, whatever it does.
      failed.increment();
      tell(() -> listener.failed(task, e));
    }
  }

  private Task task(Message message) {
    TaskPacket packet = generation.decode(message.payload());
    if (packet.event() != TaskEvent.TASK) {
      throw new TaskPacketException("the event is " + packet.event() + ", not TASK");
    }
    boolean serialized = packet.has(TaskFlag.SERIALIZE);
    @Nullable Object value;
    if (packet.has(TaskFlag.TMPFILE)) {
      SpilledFile file = generation.decodeSpilled(packet.data());
      value = new TaskPayload(spool.read(file), serialized).value(serializer);
      if (!packet.has(TaskFlag.PEEK)) {
        spool.delete(file);
      }
    } else {
      value = new TaskPayload(packet.data(), serialized).value(serializer);
    }
    return new Task(packet.taskId(), packet.sourceWorker(), value, packet.flags(), packet.time());
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

  /** A listener that throws must not end the worker either. */
  private static void tell(Runnable report) {
    try {
      report.run();
    } catch (RuntimeException e) {
      System.getLogger(TaskWorker.class.getName())
          .log(System.Logger.Level.ERROR, "the listener failed", e);
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
    private @Nullable DeadLetters deadLetters;
    private TaskListener listener = new TaskListener() {};

    private Builder(MessageQueue queue, WireGeneration generation) {
      this.queue = queue;
      this.generation = generation;
    }

    /**
     * Takes messages of this type only, at least 1: the type of a task worker is {@link
     * ServerLayout#type}. Unless said, of any type.
     */
    public Builder type(long type) {
      Validate.isTrue(type >= 1, "a message type is at least 1, not %s", type);
      this.type = type;
      return this;
    }

    /** How many tasks may run at a time; 1 unless said. */
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

    /** Where temp files may be, and whose: in {@code /tmp} unless said. */
    public Builder spool(Spool spool) {
      this.spool = spool;
      return this;
    }

    /** Keeps poison packets as files in this directory. */
    public Builder deadLetters(Path directory) {
      this.deadLetters = new DeadLetters(directory);
      return this;
    }

    /** Who hears of failures; unless said, they are logged. */
    public Builder listener(TaskListener listener) {
      this.listener = listener;
      return this;
    }

    /** Starts the threads. */
    public TaskWorker start(TaskHandler handler) {
      TaskWorker worker = new TaskWorker(this, handler);
      worker.start(threads);
      return worker;
    }
  }
}
