package org.phpipc.swoole;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.phpipc.sysv.Message;

/** Is told what goes wrong in a {@link TaskWorker}. Each method logs unless it is overridden. */
public interface TaskListener {
  /** The handler threw. */
  default void failed(Task task, Throwable error) {
    logger().log(Level.ERROR, "task " + task.id() + " failed", error);
  }

  /** A message was not a task. */
  default void poisoned(PoisonPacket packet) {
    Message message = packet.message();
    logger().log(Level.ERROR, message + " is no task: " + hex(message), packet.reason());
  }

  /**
   * A task could not be handled now and its message cannot go back to the queue either: the queue
   * is gone, or it stays full after the worker was stopped.
   *
   * @param message type and bytes as they were in the queue
   * @param reason why the task was not handled; why the message cannot go back is suppressed in it
   * @param file if the message is kept, if the worker has a directory for dead letters
   */
  default void stranded(Message message, RuntimeException reason, Optional<Path> file) {
    String place = file.map(Path::toString).orElseGet(() -> hex(message));
    logger().log(Level.ERROR, message + " cannot go back to its queue: " + place, reason);
  }

  /**
   * The worker has ended by itself: the queue can no longer be read, or a task cannot be read now
   * ({@link SpoolException}), or the tasks do not fit the worker's settings ({@link
   * TaskMisfitException}).
   */
  default void ended(RuntimeException reason) {
    logger().log(Level.ERROR, "the task worker has ended: " + reason.getMessage());
  }

  private static String hex(Message message) {
    return HexFormat.of().formatHex(message.payload());
  }

  private static Logger logger() {
    return System.getLogger(TaskWorker.class.getName());
  }
}
