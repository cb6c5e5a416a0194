package org.phpipc.cli;

import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;

/** A message that was taken and not handled. */
final class PutBack {
  private PutBack() {}

  /**
   * Sends it to its queue again, as the last one. Where the queue is gone or full it is printed to
   * standard error as a line of a save file, so that it is not lost.
   */
  static void send(Message message, MessageQueue queue) {
    try {
      if (queue.trySend(message.type(), message.payload())) {
        return;
      }
      Notice.say(queue + " is full: the message cannot go back");
    } catch (IpcException e) {
      Notice.say("the message cannot go back: " + e.getMessage());
    }
    System.err.writeBytes(SaveFile.line(message, null));
  }
}
