package org.phpipc.swoole;

import java.io.IOException;
import java.nio.file.Path;
import org.phpipc.reliable.ReliableConsumer;
import org.phpipc.reliable.ReliableConsumer.Durability;
import org.phpipc.reliable.ReliableConsumer.NotNowException;
import org.phpipc.reliable.ReliableConsumer.Outcome;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;

/**
 * Takes the place of a task worker and hands each task to a handler <i>at least once</i>, whatever
 * crashes when: a {@link ReliableConsumer} of tasks, whose rules hold here too.
 *
 * <p>The temp file of a task is deleted after the task was handled. A crash between the two leaves
 * the file behind, and that of a message that was given up stays as well. A message that is no task
 * is given up after its tries.
 *
 * <p>One thread uses a consumer; several share a queue by type.
 */
public final class ReliableTaskConsumer implements AutoCloseable {
  private final ReliableConsumer consumer;
  private final TaskReader reader;
  private final FirstLook look;

  private ReliableTaskConsumer(ReliableConsumer consumer, TaskReader reader, FirstLook look) {
    this.consumer = consumer;
    this.reader = reader;
    this.look = look;
  }

  /**
   * As {@link #open(MessageQueue, long, TaskReader, int, Path, Durability)}, surviving the most.
   */
  public static ReliableTaskConsumer open(
      MessageQueue queue, long type, TaskReader reader, int tries, Path folder) throws IOException {
    return open(queue, type, reader, tries, folder, Durability.POWER_LOSS);
  }

  /**
   * A consumer.
   *
   * @param type the type of the messages ({@link ServerLayout#type}); 0 for all
   * @param reader reads the tasks; the owner of the queue is trusted with files as well
   * @param tries how often a task is given to its handler, over all restarts, before its message is
   *     a dead letter; at least 1
   * @param folder of the journal and the dead letters; created if it is missing
   * @param durability what the task survives that is being handled
   * @throws IOException if the folder cannot be used, or another consumer has the journal
   */
  public static ReliableTaskConsumer open(
      MessageQueue queue,
      long type,
      TaskReader reader,
      int tries,
      Path folder,
      Durability durability)
      throws IOException {
    TaskReader trusting = reader.trustingUid(queue.status().attributes().uid());
    return new ReliableTaskConsumer(
        ReliableConsumer.on(queue, folder).type(type).tries(tries).durability(durability).open(),
        trusting,
        trusting.look(queue, type));
  }

  /**
   * Handles one task: the one that a crash left, or the next one, waiting for it.
   *
   * @throws InterruptedException if the thread is interrupted while it waits; nothing was taken
   * @throws SpoolException if the file of the task cannot be read now; the task is in the journal
   *     and this was no try
   * @throws TaskMisfitException if the task, so far the first one, fits other settings than those
   *     of the reader; the task is in the journal and this was no try
   * @throws IOException if the journal cannot be written: the message is still in the queue or in
   *     the journal
   */
  public Outcome handleNext(TaskHandler handler) throws IOException, InterruptedException {
    Outcome outcome;
    try {
      outcome = consumer.handleNext(message -> handler.handle(read(message)));
    } catch (NotNowException e) {
      throw e.reason();
    }
    if (outcome.isHandled()) {
      release(outcome.message());
    }
    return outcome;
  }

  private Task read(Message message) {
    try {
      return reader.read(message, look);
    } catch (SpoolException | TaskMisfitException e) {
      throw new NotNowException(e);
    }
  }

  private void release(Message message) {
    try {
      reader.release(message);
    } catch (SpoolException | TaskPacketException e) {
      System.getLogger(ReliableTaskConsumer.class.getName())
          .log(System.Logger.Level.WARNING, "the file of a task stays: " + e.getMessage());
    }
  }

  /** Closes the journal; what it holds is the next consumer's. */
  @Override
  public void close() throws IOException {
    consumer.close();
  }
}
