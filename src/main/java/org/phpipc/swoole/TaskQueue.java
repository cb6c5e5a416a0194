package org.phpipc.swoole;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.lang3.Validate;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.sysv.IpcAccessException;
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
 * to a file in the spool, which the worker deletes; where the task cannot be sent the file is
 * deleted here. Task ids are counted by this object, not by the queue. For use by any number of
 * threads.
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
    nextTaskId = new AtomicLong(builder.firstTaskId);
  }

  /** Settings for the queue of a server. */
  public static Builder on(MessageQueue queue, WireGeneration generation, ServerLayout server) {
    return new Builder(queue, generation, server);
  }

  /** Sends a task to the next task worker in turn and returns its id. */
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
      send(task.message);
      task.sent = true;
    }
    return id;
  }

  /** As {@link #dispatch(Object)}; nothing where the queue is full, and nothing is sent then. */
  public OptionalLong tryDispatch(@Nullable Object value) {
    return tryDispatch(value, nextTaskWorker());
  }

  /** As {@link #dispatch(Object, int)}; nothing where the queue is full. */
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
   * @return what the function in the worker returned
   * @throws TimeoutException where there is no answer in time, or where the queue is full, so that
   *     the task was not dispatched; the message says which
   * @throws TaskCallException where the function in the worker threw
   * @throws IllegalStateException where no reply queue was given
   */
  public @Nullable Object call(@Nullable Object value, Duration timeout)
      throws InterruptedException, TimeoutException {
    Validate.validState(replies != null, "a call needs a reply queue: give one to the builder");
    try (ReplyQueue.Call call = Objects.requireNonNull(replies).begin()) {
      if (tryDispatch(call.envelope(value)).isEmpty()) {
        throw new TimeoutException(queue + " is full: the task was not dispatched");
      }
      return call.await(timeout);
    }
  }

  private int nextTaskWorker() {
    int destinations = server.destinations();
    return destinations == 1 ? 0 : Math.floorMod(nextTaskWorker.getAndIncrement(), destinations);
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

  private void send(MessageBuffer packet) throws InterruptedException {
    if (!queue.trySend(packet)) {
      requireCapacity(packet.payload().limit());
      queue.send(packet);
    }
  }

  /** The kernel would wait for ever for room that cannot be. */
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

    private Builder(MessageQueue queue, WireGeneration generation, ServerLayout server) {
      this.queue = queue;
      this.generation = generation;
      this.server = server;
      this.flags = generation.outsideFlags();
    }

    /** The worker that the tasks say they come from, 0 unless said: 0 to 65534. */
    public Builder sourceWorker(int id) {
      Validate.isTrue(
          id >= 0 && id <= ServerLayout.LARGEST_WORKER_ID,
          "source worker %s is not in 0..%s",
          id,
          ServerLayout.LARGEST_WORKER_ID);
      sourceWorker = id;
      return this;
    }

    /** The id of the first task, 0 unless said. */
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

    /** Where large payloads go: {@code /tmp} unless said. */
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

    /** The dispatcher with these settings. */
    public TaskQueue build() {
      return new TaskQueue(this);
    }
  }
}
