package org.phpipc.swoole;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.lang3.Validate;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.sysv.IpcAccessException;
import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageBuffer;
import org.phpipc.sysv.MessageQueue;

/**
 * Dispatches tasks to the task workers of a Swoole server, from outside the server.
 *
 * <pre>{@code
 * TaskQueue tasks =
 *     TaskQueue.on(
 *             MessageQueue.open(new IpcKey(0x7000)),
 *             WireGeneration.forVersion("5.1.3"),
 *             ServerLayout.msgqueue(4, 2))
 *         .build();
 * long id = tasks.dispatch(Map.of("file", "a.png"));
 * }</pre>
 *
 * <p>A string ({@code CharSequence} as UTF-8, {@code byte[]}, {@code PhpString}) is sent as its
 * bytes, every other value serialized. A payload above {@link WireGeneration#longestInline()} goes
 * to a file in the spool, which the worker deletes; if the task cannot be sent the file is deleted
 * here. Task ids are counted by this object, not by the queue. For use by any number of threads.
 *
 * <p>{@code dispatch} waits while the queue is full, {@code tryDispatch} does not. Both throw what
 * {@link MessageQueue#send} throws, {@link SpoolException}, and {@code SerializeValueException}.
 */
public final class TaskQueue {
  /** Set by what the payload is. */
  private static final Set<TaskFlag> NOT_FOR_CALLERS =
      EnumSet.of(TaskFlag.SERIALIZE, TaskFlag.TMPFILE);

  private static final Clock CLOCK = Clock.systemUTC();

  private final MessageQueue queue;
  private final WireGeneration generation;
  private final ServerLayout server;
  private final int sourceWorker;
  private final int flagBits;
  private final Spool spool;
  private final PhpSerializer serializer;
  private final @Nullable ReplyQueue replies;
  private final boolean leastWaiting;

  private final AtomicLong nextTaskId;
  private final AtomicInteger nextTaskWorker = new AtomicInteger();

  private TaskQueue(Builder builder) {
    queue = builder.queue;
    generation = builder.generation;
    server = builder.server;
    sourceWorker = builder.sourceWorker;
    flagBits = TaskFlag.bits(builder.flags);
    spool = builder.spool;
    serializer = builder.serializer;
    replies = builder.replies;
    leastWaiting = builder.leastWaiting;
    nextTaskId = new AtomicLong(builder.firstTaskId);
  }

  /** Settings for the queue of a server. */
  public static Builder on(MessageQueue queue, WireGeneration generation, ServerLayout server) {
    return new Builder(queue, generation, server);
  }

  /**
   * Sends a task to the next task worker in turn and returns its id. In mode 2 each task worker has
   * tasks of its own, so that a slow one keeps those that came to it waiting while others are idle;
   * where tasks take unequal times, mode 3 is better, and {@link Builder#toLeastWaiting} helps.
   */
  public long dispatch(@Nullable Object value) throws InterruptedException {
    return dispatch(value, nextTaskWorker());
  }

  /**
   * Sends a task to one task worker and returns its id.
   *
   * @param taskWorker 0 for the first task worker
   */
  public long dispatch(@Nullable Object value, int taskWorker) throws InterruptedException {
    long type = server.type(taskWorker);
    long id = nextTaskId();
    try (Packed task = pack(type, id, value)) {
      task.requireUninterrupted();
      if (!queue.trySend(task.message)) {
        requireCapacity(task.message.payload().limit());
        queue.send(task.message);
      }
      task.sent = true;
    }
    return id;
  }

  /** As {@link #dispatch(Object)}; nothing if the queue is full, and nothing is sent then. */
  public OptionalLong tryDispatch(@Nullable Object value) {
    return tryDispatch(value, nextTaskWorker());
  }

  /** As {@link #dispatch(Object, int)}; nothing if the queue is full. */
  public OptionalLong tryDispatch(@Nullable Object value, int taskWorker) {
    long type = server.type(taskWorker);
    long id = nextTaskId();
    try (Packed task = pack(type, id, value)) {
      task.sent = queue.trySend(task.message);
      return task.sent ? OptionalLong.of(id) : OptionalLong.empty();
    }
  }

  /**
   * Dispatches a task and waits for its result. This is a convention of phpipc's, not of Swoole's,
   * which has no way back: the task is wrapped so that it names a {@link ReplyQueue}, and the
   * worker has to answer with {@code phpipc_answer} of {@code php-interop/answer.php}.
   *
   * <p>The worker needs the right to write to the reply queue, which {@link ReplyQueue#create()}
   * gives to the user of this process alone. An answer that is too large for a message comes as a
   * file in the spool: the owner of the task queue is trusted with it, others are where the spool
   * trusts them.
   *
   * @param timeout for all of it, waiting while the queue is full included
   * @return what the function in the worker returned
   * @throws TimeoutException if there is no answer in time, or where the queue stays full, so that
   *     the task was not dispatched; the message says which, and why where that is known
   * @throws TaskCallException if the function in the worker threw, where its answer cannot be read,
   *     or where the reply queue is removed: if it was before, the task was not dispatched
   * @throws IllegalStateException if no reply queue was given, or the queue is smaller than the
   *     packet
   */
  public @Nullable Object call(@Nullable Object value, Duration timeout)
      throws InterruptedException, TimeoutException {
    Validate.validState(replies != null, "a call needs a reply queue: give one to the builder");
    long start = System.nanoTime();
    long nanos = TimeUnit.NANOSECONDS.convert(timeout);
    try (ReplyQueue.Call call = Objects.requireNonNull(replies).begin(answerSpool())) {
      if (!dispatchWithin(timeout, call.envelope(value))) {
        throw new TimeoutException(
            queue + " is full: the task was not dispatched within " + timeout);
      }
      return call.await(nanos - (System.nanoTime() - start));
    } catch (TimeoutException e) {
      throw e.getMessage() == null ? noAnswer(timeout) : e;
    }
  }

  private boolean dispatchWithin(Duration patience, Object value) throws InterruptedException {
    try (Packed task = pack(server.type(nextTaskWorker()), nextTaskId(), value)) {
      task.requireUninterrupted();
      task.sent = queue.trySend(task.message);
      if (!task.sent) {
        requireCapacity(task.message.payload().limit());
        task.sent = queue.send(task.message, patience);
      }
      return task.sent;
    }
  }

  private TimeoutException noAnswer(Duration timeout) {
    String obstacle = "";
    try {
      int taker = queue.status().lastReceivePid();
      obstacle =
          Objects.requireNonNull(replies).obstacleOf(taker).map(why -> ": " + why).orElse("");
    } catch (IpcException e) {
      // We may write but not look.
    }
    return new TimeoutException("no answer after " + timeout + obstacle);
  }

  /** Whoever owns the queue gets our tasks, so answers may be files of that user's. */
  private Spool answerSpool() {
    try {
      return spool.trustingUid(queue.status().attributes().uid());
    } catch (IpcException e) {
      return spool; // We may write but not look; that the queue is gone is said when we send.
    }
  }

  /**
   * How many tasks wait in the queue for each task worker, the first one first. In mode 3 all wait
   * for whoever is free, and are counted for the first. Each message in the queue costs a call of
   * the kernel. A number that grows tells of a worker that is slower than the others; whether a
   * worker is idle cannot be seen from outside its server.
   */
  public List<Integer> waiting() {
    Integer[] waiting = new Integer[server.taskWorkers()];
    Arrays.fill(waiting, 0);
    long firstType = server.type(0);
    Optional<Message> message = queue.peek(0);
    for (int index = 1; message.isPresent(); message = queue.peek(index++)) {
      long taskWorker = message.get().type() - firstType;
      if (taskWorker >= 0 && taskWorker < waiting.length) {
        waiting[(int) taskWorker]++;
      }
    }
    return List.of(waiting);
  }

  private int nextTaskWorker() {
    int destinations = server.destinations();
    if (destinations == 1) {
      return 0;
    }
    int inTurn = Math.floorMod(nextTaskWorker.getAndIncrement(), destinations);
    return leastWaiting ? leastWaiting(inTurn) : inTurn;
  }

  /** Of those for whom equally many tasks wait the next one in turn. */
  private int leastWaiting(int inTurn) {
    List<Integer> waiting = waiting();
    int least = inTurn;
    for (int n = 1; n < waiting.size(); n++) {
      int other = (inTurn + n) % waiting.size();
      if (waiting.get(other) < waiting.get(least)) {
        least = other;
      }
    }
    return least;
  }

  /** Starts again at 0 when the field is used up, as Swoole does. */
  private long nextTaskId() {
    return nextTaskId.getAndUpdate(id -> id == generation.largestTaskId() ? 0 : id + 1);
  }

  /** A packet, with its spilled file, which is deleted again where the packet was not sent. */
  private final class Packed implements AutoCloseable {
    private final MessageBuffer message;
    private final @Nullable SpilledFile file;
    private boolean sent;

    Packed(MessageBuffer message, @Nullable SpilledFile file) {
      this.message = message;
      this.file = file;
    }

    /** Writing a large payload takes time, so it counts as waiting. */
    void requireUninterrupted() throws InterruptedException {
      if (file != null && Thread.interrupted()) {
        throw new InterruptedException("interrupted while the payload was written");
      }
    }

    @Override
    public void close() {
      if (file != null && !sent) {
        spool.delete(file);
      }
    }
  }

  private Packed pack(long type, long id, @Nullable Object value) {
    PacketBuffer packet = PacketBuffer.ofThisThread();
    boolean serialized = TaskPayload.isSerialized(value);
    int flags = serialized ? flagBits | TaskFlag.SERIALIZE.bit() : flagBits;
    ByteBuffer data = packet.data(generation.headerBytes(), generation.longestInline());
    Optional<byte[]> tooLong = TaskPayload.put(value, serialized, serializer, data);
    return tooLong.isPresent()
        ? spill(type, id, flags | TaskFlag.TMPFILE.bit(), tooLong.get())
        : new Packed(message(packet, type, id, flags, data), null);
  }

  private Packed spill(long type, long id, int flags, byte[] payload) {
    SpilledFile file = spool.write(payload);
    try {
      byte[] structure = generation.encodeSpilled(file);
      PacketBuffer packet = PacketBuffer.ofThisThread();
      ByteBuffer data = packet.data(generation.headerBytes(), structure.length).put(structure);
      return new Packed(message(packet, type, id, flags, data), file);
    } catch (RuntimeException e) {
      spool.delete(file);
      throw e;
    }
  }

  /** The message of a packet whose data are put, up to the buffer's position. */
  private MessageBuffer message(
      PacketBuffer packet, long type, long id, int flags, ByteBuffer data) {
    double time = generation.hasTime() ? CLOCK.millis() / 1e3 : 0;
    int length = data.position() - generation.headerBytes();
    generation.putHeader(packet.struct(), TaskEvent.TASK, id, sourceWorker, flags, time, length);
    return packet.message(type);
  }

  /** The kernel would wait forever for room that cannot be. */
  private void requireCapacity(int bytes) {
    long capacity;
    try {
      capacity = queue.status().attributes().capacityBytes();
    } catch (IpcAccessException e) {
      return; // We may write but not look.
    }
    Validate.validState(
        bytes <= capacity, "%s holds %s bytes, the packet has %s", queue, capacity, bytes);
  }

  /** Settings; each has a default. */
  public static final class Builder {
    private final MessageQueue queue;
    private final WireGeneration generation;
    private final ServerLayout server;
    private int sourceWorker;
    private long firstTaskId;
    private Set<TaskFlag> flags;
    private Spool spool = Spool.standard();
    private PhpSerializer serializer = PhpSerializer.standard();
    private @Nullable ReplyQueue replies;
    private boolean leastWaiting;

    private Builder(MessageQueue queue, WireGeneration generation, ServerLayout server) {
      this.queue = queue;
      this.generation = generation;
      this.server = server;
      this.flags = generation.outsideFlags();
    }

    /** The worker that the tasks say they come from, 0 unless set: 0 to 65534. */
    public Builder sourceWorker(int id) {
      Validate.isTrue(
          id >= 0 && id <= ServerLayout.LARGEST_WORKER_ID,
          "source worker %s is not in 0..%s",
          id,
          ServerLayout.LARGEST_WORKER_ID);
      sourceWorker = id;
      return this;
    }

    /** The id of the first task, 0 unless set. */
    public Builder firstTaskId(long id) {
      Validate.isTrue(
          id >= 0 && id <= generation.largestTaskId(),
          "task id %s is not in 0..%s (Swoole %s)",
          id,
          generation.largestTaskId(),
          generation.version());
      firstTaskId = id;
      return this;
    }

    /**
     * Other flags than {@link WireGeneration#outsideFlags()}. Without NOREPLY Swoole carries the
     * result to an event worker that knows nothing of the task.
     */
    public Builder flags(Set<TaskFlag> flags) {
      for (TaskFlag flag : NOT_FOR_CALLERS) {
        Validate.isTrue(!flags.contains(flag), "%s follows from the payload", flag);
      }
      this.flags = Set.copyOf(flags);
      return this;
    }

    /** Where large payloads go: {@code /tmp} unless set. */
    public Builder spool(Spool spool) {
      this.spool = spool;
      return this;
    }

    /** How values are written. */
    public Builder serializer(PhpSerializer serializer) {
      this.serializer = serializer;
      return this;
    }

    /** Where answers to {@link TaskQueue#call} arrive. It stays the caller's to close. */
    public Builder replies(ReplyQueue replies) {
      this.replies = replies;
      return this;
    }

    /**
     * Sends a task in mode 2 to the task worker for whom the fewest tasks wait, which is counted
     * for each task: {@link TaskQueue#waiting}. A slow worker then gets fewer tasks. Those that
     * come faster than all workers together take them still wait for the slow one as well; mode 3
     * has no such wait.
     */
    public Builder toLeastWaiting() {
      leastWaiting = true;
      return this;
    }

    /** The dispatcher with these settings. */
    public TaskQueue build() {
      return new TaskQueue(this);
    }
  }
}
