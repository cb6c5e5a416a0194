package org.phpipc.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.phpipc.reliable.ReliableConsumer.Durability;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Php;

/**
 * PHP sends, and a reliable consumer is killed before its first step, before its second, and so on
 * until it has no more. Between two steps it changes nothing that outlives it, so being killed
 * before one is being killed after the one before as well.
 */
class KilledAtEveryStepIT {
  private static final int AT_A_TIME = Runtime.getRuntime().availableProcessors();

  @RegisterExtension static final Php php = new Php();
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void nothingIsLost(Durability durability) throws Exception {
    int killed = 0;
    boolean more = true;
    for (int step = 1; more; step += AT_A_TIME) {
      for (KilledConsumer consumer : startSome(durability, step)) {
        more = consumer.awaitKill();
        if (more) {
          killed++;
          send(consumer.key(), KilledConsumer.END, "'the end'");
          consumer.replace();
        }
        consumer.assertThatNothingIsLost();
      }
    }
    System.out.println(durability + ": killed before each of " + killed + " steps");
    assertThat(killed).isGreaterThan(10);
  }

  @Test
  void messageThatKillsItsConsumersIsGivenUpAfterItsTries() throws Exception {
    IpcKey key = queueKey();
    send(key, Consumption.POISON, "'this kills'");
    send(key, KilledConsumer.END, "'the end'");
    KilledConsumer consumer = null;
    for (int i = 0; i < Consumption.TRIES; i++) {
      consumer = KilledConsumer.start(key, folder, Durability.POWER_LOSS, SteppedConsumer.HANDLING);
      assertThat(consumer.awaitKill()).isTrue();
    }
    consumer.replace();
    assertThat(consumer.handled()).containsExactly("9:the end");
    assertThat(consumer.letters()).containsExactly("this kills".getBytes(US_ASCII));
  }

  private List<KilledConsumer> startSome(Durability durability, int firstStep) throws IOException {
    List<KilledConsumer> consumers = new ArrayList<>();
    for (int step = firstStep; step < firstStep + AT_A_TIME; step++) {
      IpcKey key = queueKey();
      send(key, 1, "'text'");
      send(key, 2, "''");
      send(key, Consumption.POISON, "'nobody can handle this'");
      send(key, KilledConsumer.LAST, "serialize(['a' => 1])");
      Path own = Files.createDirectory(folder.resolve("" + step));
      consumers.add(KilledConsumer.start(key, own, durability, "" + step));
    }
    return consumers;
  }

  private IpcKey queueKey() {
    IpcKey key = kernel.freeKey();
    kernel.owned(MessageQueue.create(key));
    return key;
  }

  private static void send(IpcKey key, int type, String payload) {
    String code = "return msg_send(msg_get_queue(%d), %d, %s, false);";
    assertThat(php.run(String.format(Locale.ROOT, code, key.value(), type, payload)).value())
        .isEqualTo("b:1;");
  }
}
