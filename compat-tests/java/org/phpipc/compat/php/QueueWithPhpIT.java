package org.phpipc.compat.php;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.php.Sysvmsg.msg_receive;
import static org.phpipc.php.Sysvmsg.msg_send;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.phpipc.php.Ref;
import org.phpipc.serialize.PhpString;
import org.phpipc.sysv.MessageBuffer;
import org.phpipc.testing.BlockedCalls;
import org.phpipc.testing.Outcome;

/** What one side sends, the other receives. */
class QueueWithPhpIT extends QueuesAlike {
  @BeforeEach
  void shareOneQueue() {
    share();
  }

  @Test
  void rawBytesCrossBothWays() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    msg_send(queue, 1, all, false);
    php.run("msg_receive($q, 0, $t, 8192, $x, false); msg_send($q, 2, strrev($x), false);");
    Ref<Object> reversed = new Ref<>();
    assertThat(msg_receive(queue, 0, new Ref<>(), 8192, reversed, false)).isTrue();
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) (255 - i);
    }
    assertThat(reversed.value).isEqualTo(PhpString.of(all));
  }

  @Test
  void bufferIsFilledByOneSideAndReadByTheOther() throws InterruptedException {
    MessageBuffer message = MessageBuffer.allocate(100);
    php.run("msg_send($q, 7, 'abc', false);");
    queue.receive(message);
    assertThat(message.type()).isEqualTo(7);
    assertThat(UTF_8.decode(message.payload().duplicate()).toString()).isEqualTo("abc");
    message.payload().put(1, (byte) 'X');
    queue.send(message);
    assertThat(php.begin("[msg_receive($q, 0, $t, 100, $x, false), $t, $x]").join())
        .isEqualTo(Outcome.inJava(() -> list(true, 7, "aXc")));
  }

  @Test
  void rawTextArrivesAsAString() {
    php.run("msg_send($q, 1, 'Größe', false);");
    Ref<Object> text = new Ref<>();
    msg_receive(queue, 0, new Ref<>(), 8192, text, false);
    assertThat(text.value).isEqualTo("Größe");
  }

  @Test
  void blockedReaderGetsWhatTheOtherSideSends() {
    CompletableFuture<Outcome> reader = php.begin("[msg_receive($q, 0, $t, 100, $x), $t, $x]");
    BlockedCalls.await(php.pid(), "msgrcv", queue);
    msg_send(queue, 9, "hello");
    assertThat(reader.join()).isEqualTo(Outcome.inJava(() -> list(true, 9, "hello")));
  }

  /** Never more at a time than fit with their answers: a full queue would stop both sides. */
  @Test
  void tenThousandNumberedJobsCrossBothWaysInOrder() {
    int jobs = 10_000;
    int atATime = 100;
    CompletableFuture<Outcome> echo =
        php.begin(
            "(function () use ($q) { for ($n = 0; $n < 10000; $n++) {"
                + " msg_receive($q, 1, $t, 8192, $job); msg_send($q, 2, $job + ['by' => 'php']); }"
                + " return $n; })()");
    Ref<Object> answer = new Ref<>();
    for (long n = 0; n < jobs; n++) {
      if (n % atATime == 0) {
        for (long next = n; next < n + atATime; next++) {
          msg_send(queue, 1, Map.of("n", next));
        }
      }
      assertThat(msg_receive(queue, 2, new Ref<>(), 8192, answer)).isTrue();
      assertThat(answer.value).isEqualTo(Map.of("n", n, "by", "php"));
    }
    assertThat(echo.join().read()).isEqualTo((long) jobs);
  }

  @Test
  void peekedMessageIsStillThereForPhp() {
    php.run("msg_send($q, 4, ['a' => 1]);");
    assertThat(queue.peek(0).orElseThrow().payload())
        .isEqualTo("a:1:{s:1:\"a\";i:1;}".getBytes(UTF_8));
    assertThat(php.call("[msg_receive($q, 0, $t, 100, $x), $t, $x]"))
        .isEqualTo(Outcome.inJava(() -> list(true, 4, Map.of("a", 1))));
  }
}
