package org.phpipc.swoole;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;

/**
 * Looks whether the tasks in a queue fit the settings of a worker, before the worker takes any: a
 * wrong setting would make poison of all of them.
 *
 * <p>A setting is right when one task fits it. Until then a task that fits another setting ends the
 * worker, unless a task that fits waits in the queue as well. When the setting is known to be
 * right, a task that does not fit is poison. Bytes that fit no setting say nothing.
 */
final class FirstLook {
  /** How many messages of a queue are looked at. */
  private static final int LONGEST = 64;

  private final MessageQueue queue;
  private final long type;
  private final WireGeneration generation;
  private final Spool spool;

  private volatile boolean generationFits;
  private volatile boolean spoolFits;

  /** Of any type where {@code type} is 0. */
  FirstLook(MessageQueue queue, long type, WireGeneration generation, Spool spool) {
    this.queue = queue;
    this.type = type;
    this.generation = generation;
    this.spool = spool;
  }

  /**
   * Whether the next message may be taken; not where none waits.
   *
   * @throws TaskMisfitException if it must not be taken
   */
  boolean mayTake() {
    if (generationFits) {
      return true;
    }
    List<byte[]> waiting;
    try {
      waiting = waiting();
    } catch (IpcException e) {
      return true; // Not every kernel can peek, and what else is wrong shows when it is taken.
    }
    if (waiting.isEmpty()) {
      return isCrowded();
    }
    byte[] first = waiting.get(0);
    requireGeneration(first);
    file(first).ifPresent(this::requireSpool);
    return true;
  }

  /**
   * Judges a packet, which may have been taken.
   *
   * @throws TaskMisfitException if it tells of a wrong generation
   */
  void requireGeneration(byte[] packet) {
    if (generationFits) {
      return;
    }
    Detection others = generation.othersThatFit(packet);
    if (others.candidates().isEmpty()) {
      generationFits = generation.isTask(packet);
      return;
    }
    generationFits = isAnyWaiting(generation::isTask);
    if (!generationFits) {
      throw new TaskMisfitException(
          String.format(
              Locale.ROOT,
              "the tasks in %s are of Swoole %s, not of Swoole %s: they stay there",
              queue,
              others,
              generation.releases()));
    }
  }

  /**
   * Judges the file that a packet names.
   *
   * @throws TaskMisfitException if it tells of a wrong spool
   */
  void requireSpool(SpilledFile file) {
    if (spoolFits) {
      return;
    }
    Optional<String> misfit = spool.misfit(file);
    spoolFits =
        misfit.isEmpty()
            || isAnyWaiting(
                packet -> file(packet).filter(other -> spool.misfit(other).isEmpty()).isPresent());
    if (!spoolFits) {
      throw new TaskMisfitException(
          String.format(
              Locale.ROOT,
              "the large tasks in %s cannot be read: %s; they stay there",
              queue,
              misfit.orElseThrow()));
    }
  }

  /** The file that a packet names. */
  private Optional<SpilledFile> file(byte[] packet) {
    try {
      TaskPacket task = generation.decodeTask(packet);
      return task.has(TaskFlag.TMPFILE)
          ? Optional.of(generation.decodeSpilled(task.data()))
          : Optional.empty();
    } catch (TaskPacketException e) {
      return Optional.empty();
    }
  }

  private boolean isAnyWaiting(Predicate<byte[]> what) {
    try {
      return waiting().stream().anyMatch(what);
    } catch (IpcException e) {
      return false;
    }
  }

  /** The packets of the type, oldest first. */
  private List<byte[]> waiting() {
    List<byte[]> packets = new ArrayList<>();
    for (int index = 0; index < LONGEST; index++) {
      Optional<Message> message = queue.peek(index);
      if (message.isEmpty()) {
        break;
      }
      if (type == 0 || message.get().type() == type) {
        packets.add(message.get().payload());
      }
    }
    return packets;
  }

  /** Whether messages of other types hide those of ours. */
  private boolean isCrowded() {
    return queue.peek(LONGEST - 1).isPresent();
  }
}
