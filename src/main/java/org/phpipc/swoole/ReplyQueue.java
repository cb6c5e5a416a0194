package org.phpipc.swoole;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.PhpArray;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.serialize.SerializeReadException;
import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.IpcExistsException;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.IpcMissingException;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;

/**
 * A queue of our own for the answers to {@link TaskQueue#call}. One thread reads it; closing
 * removes the queue, which also wakes that thread.
 *
 * <p>The convention, phpipc's own: the task's value is the array {@code ['reply_key' => int,
 * 'reply_type' => int, 'value' => mixed]}. The worker sends a message of that type to the queue
 * with that key, serialized: {@code ['value' => mixed]}, or {@code ['error' => string]}. An answer
 * must fit into one message ({@code kernel.msgmax}). One that comes too late is dropped.
 */
public final class ReplyQueue implements AutoCloseable {
  private static final PhpSerializer SERIALIZER = PhpSerializer.standard();

  private final IpcKey key;
  private final MessageQueue queue;
  private final Map<Long, CompletableFuture<@Nullable Object>> calls = new ConcurrentHashMap<>();
  private final AtomicLong lastType = new AtomicLong();
  private volatile boolean ended;

  private ReplyQueue(IpcKey key, MessageQueue queue) {
    this.key = key;
    this.queue = queue;
  }

  /** A new queue that only the user of this process can use. */
  public static ReplyQueue create() {
    return create(MessageQueue.DEFAULT_MODE);
  }

  /** A new queue, on a key that nobody uses, with these permission bits. */
  public static ReplyQueue create(int mode) {
    while (true) {
      IpcKey key = new IpcKey(ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE));
      try {
        ReplyQueue replies = new ReplyQueue(key, MessageQueue.create(key, mode));
        Thread reader = new Thread(replies::read, "phpipc replies " + key);
        reader.setDaemon(true);
        reader.start();
        return replies;
      } catch (IpcExistsException taken) {
        // Another key.
      }
    }
  }

  /** Where workers answer. */
  public IpcKey key() {
    return key;
  }

  /** Removes the queue. Calls that wait end with a {@link TaskCallException}. */
  @Override
  public void close() {
    try {
      queue.remove();
    } catch (IpcMissingException e) {
      // Somebody was faster.
    }
  }

  Call begin() {
    return new Call(lastType.incrementAndGet());
  }

  private void read() {
    try {
      while (true) {
        Message answer = queue.receive();
        CompletableFuture<@Nullable Object> call = calls.remove(answer.type());
        if (call != null) {
          complete(call, answer.payload());
        }
      }
    } catch (IpcException | InterruptedException e) {
      ended = true;
      calls.values().forEach(ReplyQueue::end);
    }
  }

  private static void end(CompletableFuture<@Nullable Object> call) {
    call.completeExceptionally(new TaskCallException("the reply queue is removed"));
  }

  private static void complete(CompletableFuture<@Nullable Object> call, byte[] answer) {
    try {
      if (SERIALIZER.read(answer) instanceof PhpArray array && array.containsKey("value")) {
        call.complete(array.get("value"));
      } else if (SERIALIZER.read(answer) instanceof PhpArray array && array.containsKey("error")) {
        call.completeExceptionally(new TaskCallException(String.valueOf(array.get("error"))));
      } else {
        call.completeExceptionally(new TaskCallException("the answer has no value and no error"));
      }
    } catch (SerializeReadException e) {
      call.completeExceptionally(new TaskCallException("the answer is broken: " + e.getMessage()));
    }
  }

  /** One call, from before its dispatch to its answer. */
  final class Call implements AutoCloseable {
    private final long type;
    private final CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();

    private Call(long type) {
      this.type = type;
      calls.put(type, answer);
      if (ended) {
        end(answer);
      }
    }

    PhpArray envelope(@Nullable Object value) {
      PhpArray envelope = new PhpArray();
      envelope.put("reply_key", key.value());
      envelope.put("reply_type", type);
      envelope.put("value", value);
      return envelope;
    }

    @Nullable Object await(Duration timeout) throws InterruptedException, TimeoutException {
      try {
        return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        throw new TimeoutException("no answer after " + timeout);
      } catch (ExecutionException e) {
        throw (TaskCallException) e.getCause();
      }
    }

    @Override
    public void close() {
      calls.remove(type);
    }
  }
}
