package org.phpipc.reliable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.lang3.Validate;
import org.jspecify.annotations.Nullable;
import org.phpipc.file.OwnerOnly;
import org.phpipc.reliable.letters.DeadLetters;
import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.IpcTooLargeException;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.Selection;

/**
 * Hands each message of a queue to a handler <i>at least once</i>, even if this process crashes.
 *
 * <p>A System V receive takes a message away before anybody has handled it. This reads the message
 * without taking it, writes it to a journal on disk, takes it, handles it, and clears the journal.
 * A crash leaves the message in the queue, in the journal, or in both: then it is handled twice.
 * Handlers must tolerate that.
 *
 * <p>A message whose handler keeps failing goes to the folder {@code dead-letters} and the queue
 * goes on. A try counts from when it is about to begin, so a crash can cost the message one. A
 * letter that is in hand when a crash comes can be there twice, and never cut off.
 *
 * <p>An empty message, which carries its type alone, is written down after it was taken where it
 * comes while the consumer waits: the kernel has no way to wait for one and leave it. So is a
 * message larger than {@code kernel.msgmax}, if that was lowered since: the kernel does not copy
 * it.
 *
 * <p>The promise holds while nobody else takes messages of the same type: a message that another
 * consumer took meanwhile is left to it. One thread uses a consumer; several share a queue by type.
 */
public final class ReliableConsumer implements AutoCloseable {
  /** Handles messages. */
  @FunctionalInterface
  public interface Handler {
    /** Handles a message; an exception asks for another try. */
    void handle(Message message) throws Exception;
  }

  /**
   * Thrown by a handler that cannot handle a message now, and not because of the message. This is
   * no try: the message stays in the journal, and {@link #handleNext} throws this on.
   */
  public static final class NotNowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RuntimeException reason;

    /** Makes the exception for a reason, which the consumer reports. */
    public NotNowException(RuntimeException reason) {
      super(reason.getMessage(), reason);
      this.reason = reason;
    }

    /** The reason why the message cannot be handled now. */
    public RuntimeException reason() {
      return reason;
    }
  }

  /** What the message that is being handled survives. Those in the queue survive no restart. */
  public enum Durability {
    /** The message survives any end of the process. */
    PROCESS_END,
    /** The message also survives the end of the machine: each message waits for the disk. */
    POWER_LOSS
  }

  /**
   * How one message ended.
   *
   * @param failure what the handler threw last; null if it did not in this run
   * @param deadLetter the file of a message that was given up; null if it was handled
   */
  public record Outcome(
      Message message, int tries, @Nullable Exception failure, @Nullable Path deadLetter) {
    /** Whether the handler returned normally. */
    public boolean isHandled() {
      return deadLetter == null;
    }
  }

  /** Times that a message is given to its handler if the caller names no number. */
  public static final int DEFAULT_TRIES = 3;

  /** Stands for a message that is there and that the kernel does not copy. */
  private static final Message UNSEEN = new Message(Long.MAX_VALUE, new byte[0]);

  private final MessageQueue queue;
  private final long type;
  private final Selection which;
  private final int tries;
  private final Journal journal;
  private final DeadLetters deadLetters;

  private ReliableConsumer(Builder builder) throws IOException {
    this.queue = builder.queue;
    this.type = builder.type;
    this.which = Selection.desired(type);
    this.tries = builder.tries;
    Path folder = builder.folder;
    Files.createDirectories(folder, OwnerOnly.folder(folder));
    this.deadLetters = DeadLetters.open(folder.resolve("dead-letters"), "type-", "");
    boolean forced = builder.durability == Durability.POWER_LOSS;
    this.journal = Journal.open(folder.resolve("journal-" + type), forced);
  }

  /**
   * Starts the description of a consumer.
   *
   * @param folder holds the journal and the dead letters; created for its owner alone if it does
   *     not exist
   */
  public static Builder on(MessageQueue queue, Path folder) {
    return new Builder(queue, folder);
  }

  /** Describes a consumer. */
  public static final class Builder {
    private final MessageQueue queue;
    private final Path folder;
    private long type;
    private int tries = DEFAULT_TRIES;
    private Durability durability = Durability.POWER_LOSS;

    private Builder(MessageQueue queue, Path folder) {
      this.queue = queue;
      this.folder = folder;
    }

    /** The type of the messages to consume; 0, the default, for all types. */
    public Builder type(long wanted) {
      Validate.isTrue(wanted >= 0, "a consumer's type is at least 0, not %s", wanted);
      type = wanted;
      return this;
    }

    /**
     * How often a message is given to its handler before it becomes a dead letter, at least 1.
     * Tries of earlier runs count. The default is {@value ReliableConsumer#DEFAULT_TRIES}.
     */
    public Builder tries(int most) {
      Validate.isTrue(most >= 1, "a message needs at least 1 try, not %s", (long) most);
      tries = most;
      return this;
    }

    /** What a message survives while it is handled, {@link Durability#POWER_LOSS} by default. */
    public Builder durability(Durability wanted) {
      durability = wanted;
      return this;
    }

    /**
     * Opens the journal.
     *
     * @throws IOException if the folder cannot be used, or another consumer has the journal
     */
    public ReliableConsumer open() throws IOException {
      return new ReliableConsumer(this);
    }
  }

  /**
   * Handles one message: the one that a crash left, or the next one, waiting for it.
   *
   * @throws InterruptedException if the thread is interrupted while it waits; nothing was taken
   * @throws IOException if the journal cannot be written: the message is still in the queue or in
   *     the journal, or in the queue again
   */
  public Outcome handleNext(Handler handler) throws IOException, InterruptedException {
    Optional<Journal.Entry> left = journal.read();
    return handle(left.isPresent() ? left.get().again() : take(), handler);
  }

  /** Takes the next message, which is in the journal then. */
  private Journal.Entry take() throws IOException, InterruptedException {
    while (true) {
      Optional<Message> next = first(queue, type);
      if (next.isEmpty()) {
        Optional<Message> taken = await();
        if (taken.isPresent()) {
          return writtenLate(taken.get());
        }
        continue;
      }
      Journal.Entry entry = written(next.get());
      Optional<Message> taken = queue.tryReceive(which);
      if (taken.equals(next)) {
        return entry;
      }
      journal.clear();
      if (taken.isPresent()) {
        return writtenLate(taken.get());
      }
    }
  }

  /** Waits for a message and leaves it in the queue, unless it is empty or cannot be seen there. */
  private Optional<Message> await() throws InterruptedException {
    Optional<Message> empty = queue.await(which);
    return empty.isPresent() || first(queue, type).isPresent() ? empty : queue.tryReceive(which);
  }

  /**
   * The first message of a type, or of all where that is 0, which nobody else takes. Nothing if
   * none is seen: one larger than {@code kernel.msgmax} is not.
   *
   * <p>Others take what is before it meanwhile, so that it moves to lower places and going up can
   * miss it. Going down cannot: the place that is looked at comes nearer by one at most, and so
   * meets it. What is met last has none of its type before it.
   */
  static Optional<Message> first(MessageQueue queue, long type) {
    int index = 0;
    Optional<Message> first = peek(queue, index);
    while (first.isPresent() && !isOf(type, first.get())) {
      first = peek(queue, ++index);
    }
    while (--index >= 0) {
      Optional<Message> before = peek(queue, index);
      if (before.isPresent() && isOf(type, before.get())) {
        first = before;
      }
    }
    return first;
  }

  private static Optional<Message> peek(MessageQueue queue, int index) {
    try {
      return queue.peek(index);
    } catch (IpcTooLargeException e) {
      return Optional.of(UNSEEN);
    }
  }

  @SuppressWarnings("ReferenceEquality") // One message stands for all that cannot be seen.
  private static boolean isOf(long type, Message message) {
    return message != UNSEEN && (type == 0 || message.type() == type);
  }

  /** A message's first try is counted before it leaves the queue. */
  private Journal.Entry written(Message message) throws IOException {
    Journal.Entry entry = new Journal.Entry(message, 1);
    journal.write(entry);
    return entry;
  }

  /** Writes down a message that has left the queue; if that fails the message goes back. */
  private Journal.Entry writtenLate(Message message) throws IOException, InterruptedException {
    try {
      return written(message);
    } catch (IOException e) {
      try {
        queue.send(message.type(), message.payload());
      } catch (IpcException refused) {
        e.addSuppressed(refused);
      }
      throw e;
    }
  }

  private Outcome handle(Journal.Entry first, Handler handler)
      throws IOException, InterruptedException {
    Message message = first.message();
    Exception failure = null;
    for (int trial = first.tries(); trial <= tries; trial++) {
      if (trial > 1) {
        journal.write(new Journal.Entry(message, trial));
      }
      failure = failureOf(handler, message, trial);
      if (failure == null) {
        journal.clear();
        return new Outcome(message, trial, null, null);
      }
    }
    Path letter = deadLetters.keep(message);
    journal.clear();
    return new Outcome(message, tries, failure, letter);
  }

  /** An interrupt is no failure: the message stays in the journal. */
  private @Nullable Exception failureOf(Handler handler, Message message, int trial)
      throws IOException, InterruptedException {
    try {
      handler.handle(message);
      return null;
    } catch (InterruptedException e) {
      throw e;
    } catch (NotNowException e) {
      journal.write(new Journal.Entry(message, trial - 1));
      throw e;
    } catch (Exception e) {
      return e;
    }
  }

  /** Closes the journal; the next consumer handles the message that it holds. */
  @Override
  public void close() throws IOException {
    journal.close();
  }
}
