package org.phpipc.swoole;

/** What a packet is. Its number on the wire depends on the {@link WireGeneration}. */
public enum TaskEvent {
  /** Work for a task worker. */
  TASK,
  /** A result. Swoole never sends it through a queue. */
  FINISH,
  /** What {@code Server::sendMessage()} sends. */
  PIPE_MESSAGE
}
