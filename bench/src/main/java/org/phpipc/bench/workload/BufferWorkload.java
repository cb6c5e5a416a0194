package org.phpipc.bench.workload;

import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageBuffer;
import org.phpipc.sysv.MessageQueue;

/** {@link MessageQueue} on one thread, always with the same memory, as the C program has it. */
final class BufferWorkload implements Workload {
  private static final int CAPACITY = 8192;

  private final byte[] payload;
  private MessageBuffer message;
  private MessageQueue queue;

  BufferWorkload(int bytes) {
    payload = Messages.payload(bytes);
  }

  @Override
  public void prepare(long key) {
    queue = MessageQueue.create(new IpcKey((int) key));
    message = MessageBuffer.allocate(CAPACITY);
  }

  @Override
  public void run(int count) throws InterruptedException {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      message.type(1).payload().clear().put(payload).flip();
      queue.send(message);
      queue.receive(message);
      sum += message.payload().remaining();
    }
    Workload.require(sum == (long) count * payload.length);
  }
}
