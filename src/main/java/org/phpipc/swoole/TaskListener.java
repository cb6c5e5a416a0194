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

  /** The queue cannot be read any longer, so that the worker has ended by itself. */
  default void ended(RuntimeException reason) {
    logger().log(Level.ERROR, "the task worker has ended: " + reason.getMessage());
  }

  private static Logger logger() {
    return System.getLogger(TaskWorker.class.getName());
  }
}
