package org.phpipc.cli.archive;

import org.phpipc.cli.console.Notice;
import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;

/** A message that was taken out of its queue. Until it is settled, it can be put back once. */
public final class PutBack {
  private final Message message;
  private final MessageQueue queue;
  private boolean settled;

  public PutBack(Message message, MessageQueue queue) {
    this.message = message;
    this.queue = queue;
  }

  public MessageQueue queue() {
    return queue;
  }

  /** Marks the message as handled: it is not put back any more. */
  public synchronized void settle() {
    settled = true;
  }

  /**
   * Sends the message to its queue again, as the last one. If the queue is gone or full, the
   * message is printed to standard error as a line of a save file, so that it is not lost.
   */
  public synchronized void send() {
    if (!settled) {
      settled = true;
      sendOrPrint();
    }
  }

  private void sendOrPrint() {
    try {
      if (queue.trySend(message.type(), message.payload())) {
        return;
      }
      Notice.say(queue + " is full: the message cannot go back");
    } catch (IpcException e) {
      Notice.say("the message cannot go back: " + e.getMessage());
    }
    print(message);
  }

  /** Prints a message to standard error as a line of a save file, which can be restored. */
  public static void print(Message message) {
    System.err.writeBytes(SaveFile.line(message, null));
  }
}
