package org.phpipc.compat.php;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.testing.Background;
import org.phpipc.testing.BlockedCalls;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Outcome;
import org.phpipc.testing.Php;

/** A queue that PHP and Java fill to the brim together: by bytes, and by count. */
class FullQueueIT {
  private static final int CAPACITY = 4100;
  private static final long FROM_PHP = 1;
  private static final long FROM_JAVA = 2;

  @RegisterExtension private static final Php php = new Php();
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();

  private MessageQueue queue;

  @BeforeEach
  void makeQueue() {
    IpcKey key = kernel.freeKey();
    queue = MessageQueue.create(key);
    queue.resize(CAPACITY);
    php.run("$q = msg_get_queue(" + key.value() + ");");
  }

  @Test
  void isFullByBytesForBoth() throws Exception {
    assertThat(fill(200)).isEqualTo(20);
    assertThat(fill(1)).isEqualTo(100);
    assertThat(queue.status().bytes()).isEqualTo(CAPACITY);
    assertSendersWaitForRoom(1);
  }

  /** The kernel allows as many messages as the queue has bytes, msgsnd(2). */
  @Test
  void isFullByCountForBoth() throws Exception {
    assertThat(fill(0)).isEqualTo(CAPACITY);
    assertThat(queue.status().bytes()).isZero();
    assertSendersWaitForRoom(0);
  }

  /** Sends messages of so many bytes in turns until both are refused. Answers how many went in. */
  private int fill(int bytes) {
    int sent = 0;
    while (phpSends(bytes)) {
      sent++;
      if (queue.trySend(FROM_JAVA, new byte[bytes])) {
        sent++;
      }
    }
    assertThat(queue.trySend(FROM_JAVA, new byte[bytes])).isFalse();
    return sent;
  }

  private boolean phpSends(int bytes) {
    String send = "@msg_send($q, %d, str_repeat('x', %d), false, false, $error) ?: $error";
    Object answer = php.call(String.format(Locale.ROOT, send, FROM_PHP, bytes)).read();
    assertThat(answer).isIn(true, 11L);
    return answer.equals(true);
  }

  /** Both wait in a full queue, and both get in when one message each has left. */
  private void assertSendersWaitForRoom(int bytes) throws Exception {
    long before = queue.status().messages();
    byte[] payload = new byte[bytes];
    CompletableFuture<Void> inJava = Background.run(() -> queue.send(FROM_JAVA, payload));
    BlockedCalls.await("msgsnd", queue);
    CompletableFuture<Outcome> inPhp =
        php.begin(
            String.format(
                Locale.ROOT, "msg_send($q, %d, str_repeat('x', %d), false)", FROM_PHP, bytes));
    BlockedCalls.await(php.pid(), "msgsnd", queue);
    List<Message> received = new ArrayList<>(List.of(queue.receive(), queue.receive()));
    inJava.join();
    assertThat(inPhp.join().read()).isEqualTo(true);
    for (Optional<Message> m = queue.tryReceive(); m.isPresent(); m = queue.tryReceive()) {
      received.add(m.get());
    }
    assertThat(received).hasSize((int) before + 2);
    assertThat(received).filteredOn(m -> m.type() == FROM_PHP).hasSize(received.size() / 2);
  }
}
