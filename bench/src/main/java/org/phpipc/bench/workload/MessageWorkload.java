package org.phpipc.bench.workload;

import static org.phpipc.php.Sysvmsg.msg_get_queue;
import static org.phpipc.php.Sysvmsg.msg_receive;
import static org.phpipc.php.Sysvmsg.msg_send;

import org.phpipc.php.Ref;
import org.phpipc.sysv.MessageQueue;

/** PHP's functions with a value, serialized. */
final class MessageWorkload implements Workload {
  private static final int CAPACITY = 8192;

  private final Object value;
  private final Ref<Long> type = new Ref<>();
  private final Ref<Object> message = new Ref<>();
  private MessageQueue queue;

  MessageWorkload(Object value) {
    this.value = value;
  }

  @Override
  public void prepare(long key) {
    queue = msg_get_queue(key, 0600);
  }

  @Override
  public void run(int count) {
    boolean done = true;
    for (int i = 0; i < count; i++) {
      done &= msg_send(queue, 1, value);
      done &= msg_receive(queue, 0, type, CAPACITY, message);
    }
    Workload.require(done);
  }
}
