package org.phpipc.swoole;

import org.phpipc.serialize.PhpSerializer;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;

/**
 * Reads the task in a message, for code that takes messages from a queue itself; a {@link
 * TaskWorker} takes and reads them. Immutable.
 */
public final class TaskReader {
  private final WireGeneration generation;
  private final Spool spool;
  private final PhpSerializer serializer;

  private TaskReader(WireGeneration generation, Spool spool, PhpSerializer serializer) {
    this.generation = generation;
    this.spool = spool;
    this.serializer = serializer;
  }

  /** A reader of the tasks of one generation, with the standard spool and serializer. */
  public static TaskReader of(WireGeneration generation) {
    return new TaskReader(generation, Spool.standard(), PhpSerializer.standard());
  }

  /** This reader with another spool for temp files. */
  public TaskReader withSpool(Spool other) {
    return new TaskReader(generation, other, serializer);
  }

  /** This reader with another serializer, whose limits hold. */
  public TaskReader withSerializer(PhpSerializer other) {
    return new TaskReader(generation, spool, other);
  }

  /** This reader with trust in the files of the user with this number too. */
  TaskReader trustingUid(int uid) {
    return withSpool(spool.trustingUid(uid));
  }

  /** Looks at the queue from which the tasks come. */
  FirstLook look(MessageQueue queue, long type) {
    return new FirstLook(queue, type, generation, spool);
  }

  /**
   * The task in a message. Its temp file stays; {@link #release} deletes it.
   *
   * @throws TaskPacketException if the message is no task, or names a file that is missing or not
   *     to be trusted
   * @throws org.phpipc.serialize.SerializeReadException if the value is broken or over a limit
   * @throws SpoolException if the file cannot be read now, so that another try may succeed
   */
  public Task read(Message message) {
    return task(generation.decodeTask(message.payload()));
  }

  /**
   * As {@link #read(Message)}, where it is not known yet whether the settings are right.
   *
   * @throws TaskMisfitException if the task, so far the first one, fits other settings
   */
  Task read(Message message, FirstLook look) {
    look.requireGeneration(message.payload());
    TaskPacket packet = generation.decodeTask(message.payload());
    if (packet.has(TaskFlag.TMPFILE)) {
      look.requireSpool(fileOf(packet));
    }
    return task(packet);
  }

  /** As {@link #read(Message, FirstLook)}, and {@linkplain #release releases} the task. */
  TakenTask take(Message message, FirstLook look) {
    look.requireGeneration(message.payload());
    TaskPacket packet = generation.decodeTask(message.payload());
    if (!packet.has(TaskFlag.TMPFILE)) {
      return new TakenTask(task(packet, packet.data()), () -> {});
    }
    SpilledFile file = fileOf(packet);
    look.requireSpool(file);
    byte[] payload = spool.read(file);
    Task task = task(packet, payload);
    if (packet.has(TaskFlag.PEEK)) {
      return new TakenTask(task, () -> {});
    }
    spool.delete(file);
    return new TakenTask(task, () -> spool.restore(file, payload));
  }

  private Task task(TaskPacket packet) {
    return task(packet, packet.has(TaskFlag.TMPFILE) ? spool.read(fileOf(packet)) : packet.data());
  }

  private Task task(TaskPacket packet, byte[] payload) {
    Object value = new TaskPayload(payload, packet.has(TaskFlag.SERIALIZE)).value(serializer);
    return new Task(packet.taskId(), packet.sourceWorker(), value, packet.flags(), packet.time());
  }

  /**
   * Deletes the temp file of a task, where it has one and does not say PEEK.
   *
   * @throws TaskPacketException if the file is missing or not to be trusted
   * @throws SpoolException if the file cannot be deleted now
   */
  public void release(Message message) {
    TaskPacket packet = generation.decodeTask(message.payload());
    if (packet.has(TaskFlag.TMPFILE) && !packet.has(TaskFlag.PEEK)) {
      spool.delete(fileOf(packet));
    }
  }

  private SpilledFile fileOf(TaskPacket packet) {
    return generation.decodeSpilled(packet.data());
  }
}
