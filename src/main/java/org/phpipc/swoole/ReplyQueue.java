package org.phpipc.swoole;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.PhpArray;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.serialize.PhpString;
import org.phpipc.serialize.SerializeReadException;
import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.IpcExistsException;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.IpcMissingException;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.QueueAttributes;
import org.phpipc.sysv.QueueStatus;
import org.phpipc.sysv.Selection;

/**
 * A queue of our own for the answers to {@link TaskQueue#call}. One thread reads it; closing
 * removes the queue, which also wakes that thread, and so does the end of the JVM, unless the JVM
 * is killed. A queue that a killed JVM leaves is shown by {@code phpipc list --stale}: the queue's
 * first message, which stays there, says what the queue is for.
 *
 * <p>A worker that runs as another user needs the right to write to the queue: {@link #createFor}
 * or {@link #create(int)}.
 *
 * <p>The convention, phpipc's own: the task's value is the array {@code ['reply_key' => int,
 * 'reply_type' => int, 'reply_spool' => string, 'value' => mixed]}. The worker sends a message of
 * that type to the queue with that key, serialized: {@code ['value' => mixed]}, or {@code ['error'
 * => string]}. An answer that does not fit into one message ({@code kernel.msgmax}) is serialized
 * to a file in the directory {@code reply_spool}, under a name as a {@link Spool} has it, and the
 * message is {@code ['file' => string, 'bytes' => int]}; the caller deletes the file. An answer
 * that comes too late is dropped, with its file.
 */
public final class ReplyQueue implements AutoCloseable {
  private static final PhpSerializer SERIALIZER = PhpSerializer.standard();

  /** The type of the message that stays in the queue; no call has it. */
  private static final long MARK_TYPE = Integer.MAX_VALUE;

  private static final byte[] MARK = "phpipc: answers to calls".getBytes(US_ASCII);

  /** Whoever is not the owner may write. */
  private static final int OTHERS_WRITE = 0022;

  private final IpcKey key;
  private final MessageQueue queue;
  private final Map<Long, CompletableFuture<byte[]>> calls = new ConcurrentHashMap<>();
  private final AtomicLong lastType = new AtomicLong();
  private final Thread atExit = new Thread(this::remove, "phpipc removes a reply queue");
  private volatile boolean ended;
  private volatile Spool spool = Spool.standard();

  private ReplyQueue(IpcKey key, MessageQueue queue) {
    this.key = key;
    this.queue = queue;
  }

  /** A new queue that only the user of this process can use. */
  public static ReplyQueue create() {
    return create(MessageQueue.DEFAULT_MODE);
  }

  /**
   * A new queue, on a key that nobody uses.
   *
   * @param mode permission bits; 0622 lets workers of every user answer
   */
  public static ReplyQueue create(int mode) {
    return create(mode, queue -> {});
  }

  /**
   * A new queue that the user of this process and one other user can use.
   *
   * @param uid the number of the user that the workers run as
   */
  public static ReplyQueue createFor(int uid) {
    return create(
        MessageQueue.DEFAULT_MODE,
        queue -> queue.change(rights -> rights.withOwner(uid, rights.gid())));
  }

  private static ReplyQueue create(int mode, Consumer<MessageQueue> rights) {
    while (true) {
      IpcKey key = IpcKey.unused();
      try {
        ReplyQueue replies = new ReplyQueue(key, MessageQueue.create(key, mode));
        Runtime.getRuntime().addShutdownHook(replies.atExit);
        rights.accept(replies.queue);
        replies.start();
        return replies;
      } catch (IpcExistsException taken) {
        // Another key.
      }
    }
  }

  private void start() {
    // From now on the kernel names this process as the one that received last.
    queue.trySend(1, new byte[0]);
    queue.tryReceive();
    queue.trySend(MARK_TYPE, MARK);
    Thread reader = new Thread(this::read, "phpipc replies " + key);
    reader.setDaemon(true);
    reader.start();
  }

  /** Whether a message is the one that stays in a reply queue. */
  public static boolean isMark(Message message) {
    return message.type() == MARK_TYPE && Arrays.equals(message.payload(), MARK);
  }

  /** Where workers answer. */
  public IpcKey key() {
    return key;
  }

  /** Removes the queue. Calls that wait end with a {@link TaskCallException}. */
  @Override
  public void close() {
    ended = true;
    remove();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is about to end.
    }
  }

  private void remove() {
    try {
      queue.remove();
    } catch (IpcMissingException e) {
      // Somebody was faster.
    }
  }

  /**
   * A call whose large answers come through this spool.
   *
   * @throws TaskCallException if the queue is removed, so that there can be no answer
   */
  Call begin(Spool answers) {
    spool = answers;
    Call call = new Call(lastType.updateAndGet(last -> last + 1 == MARK_TYPE ? 1 : last + 1));
    if (ended || !exists()) {
      call.close();
      throw removed();
    }
    return call;
  }

  private boolean exists() {
    try {
      return queue.status().id() == queue.id();
    } catch (IpcMissingException e) {
      return false;
    }
  }

  /** Why the process that took a task last did not answer; nothing if that is not known. */
  Optional<String> obstacleOf(int pid) {
    try {
      int uid = (Integer) Files.getAttribute(Path.of("/proc", Integer.toString(pid)), "unix:uid");
      QueueStatus status = queue.status();
      QueueAttributes rights = status.attributes();
      boolean mayWrite =
          uid == 0
              || uid == rights.uid()
              || uid == status.ownership().creatorUid()
              || (rights.mode() & OTHERS_WRITE) != 0;
      return mayWrite
          ? Optional.empty()
          : Optional.of(
              String.format(
                  Locale.ROOT,
                  "process %d, which took a task last, runs as user %d and may not write to the %s",
                  pid,
                  uid,
                  String.format(Locale.ROOT, "reply queue, mode 0%o", rights.mode())));
    } catch (IOException | IpcException e) {
      return Optional.empty();
    }
  }

  private void read() {
    try {
      while (true) {
        Message answer = queue.receive(Selection.except(MARK_TYPE));
        CompletableFuture<byte[]> call = calls.remove(answer.type());
        if (call == null) {
          drop(answer.payload());
        } else {
          call.complete(answer.payload());
        }
      }
    } catch (IpcException | InterruptedException e) {
      ended = true;
      calls.values().forEach(call -> call.completeExceptionally(removed()));
    }
  }

  private static TaskCallException removed() {
    return new TaskCallException("the reply queue is removed");
  }

  private void drop(byte[] answer) {
    try {
      file(array(answer)).ifPresent(spool::delete);
    } catch (TaskCallException | TaskPacketException | SpoolException e) {
      // Nobody waits for it.
    }
  }

  private static PhpArray array(byte[] answer) {
    try {
      if (SERIALIZER.read(answer) instanceof PhpArray array) {
        return array;
      }
    } catch (SerializeReadException e) {
      throw new TaskCallException("the answer is broken: " + e.getMessage());
    }
    throw new TaskCallException("the answer has no value and no error");
  }

  private static Optional<SpilledFile> file(PhpArray answer) {
    return answer.get("file") instanceof CharSequence path
            && answer.get("bytes") instanceof Long bytes
        ? Optional.of(new SpilledFile(bytes, PhpString.of(path.toString())))
        : Optional.empty();
  }

  private static @Nullable Object value(PhpArray answer) {
    if (answer.containsKey("value")) {
      return answer.get("value");
    }
    throw new TaskCallException(
        answer.containsKey("error")
            ? String.valueOf(answer.get("error"))
            : "the answer has no value and no error");
  }

  /** One call, from before its dispatch to its answer. */
  final class Call implements AutoCloseable {
    private final long type;
    private final CompletableFuture<byte[]> answer = new CompletableFuture<>();

    private Call(long type) {
      this.type = type;
      calls.put(type, answer);
      if (ended) {
        answer.completeExceptionally(removed());
      }
    }

    PhpArray envelope(@Nullable Object value) {
      PhpArray envelope = new PhpArray();
      envelope.put("reply_key", key.value());
      envelope.put("reply_type", type);
      envelope.put("reply_spool", spool.directory().toString());
      envelope.put("value", value);
      return envelope;
    }

    @Nullable Object await(long nanos) throws InterruptedException, TimeoutException {
      try {
        PhpArray array = array(answer.get(nanos, TimeUnit.NANOSECONDS));
        Optional<SpilledFile> file = file(array);
        return value(file.isPresent() ? array(spilled(file.get())) : array);
      } catch (ExecutionException e) {
        throw (TaskCallException) e.getCause();
      }
    }

    private byte[] spilled(SpilledFile file) {
      byte[] bytes;
      try {
        bytes = spool.read(file);
      } catch (TaskPacketException | SpoolException e) {
        throw new TaskCallException("the answer cannot be read: " + e.getMessage());
      }
      try {
        spool.delete(file);
      } catch (TaskPacketException | SpoolException e) {
        System.getLogger(ReplyQueue.class.getName())
            .log(System.Logger.Level.WARNING, "the file of an answer stays: " + e.getMessage());
      }
      return bytes;
    }

    @Override
    public void close() {
      calls.remove(type);
    }
  }
}
