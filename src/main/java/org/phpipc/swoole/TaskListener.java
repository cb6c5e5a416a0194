package org.phpipc.swoole;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HexFormat;

/** Hears of what goes wrong in a {@link TaskWorker}. Unless overridden it is logged. */
public interface TaskListener {
  /** The handler threw. */
  default void failed(Task task, Throwable error) {
    logger().log(Level.ERROR, "task " + task.id() + " failed", error);
  }

  /** A message was no task. */
  default void poisoned(PoisonPacket packet) {
    String bytes = HexFormat.of().formatHex(packet.message().payload());
    logger().log(Level.ERROR, packet.message() + " is no task: " + bytes, packet.reason());
  }

  /**
   * The worker has ended by itself: the queue cannot be read any longer, or a task cannot be read
   * now ({@link SpoolException}), or the tasks do not fit the worker's settings ({@link
   * TaskMisfitException}).
   */
  default void ended(RuntimeException reason) {
    logger().log(Level.ERROR, "the task worker has ended: " + reason.getMessage());
  }

  private static Logger logger() {
    return System.getLogger(TaskWorker.class.getName());
  }
}
