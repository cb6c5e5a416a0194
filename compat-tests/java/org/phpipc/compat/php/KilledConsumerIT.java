package org.phpipc.compat.php;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.phpipc.reliable.ReliableConsumer;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.testing.Jvm;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Php;

/** PHP sends, a Java consumer is killed at random moments and started anew: nothing is lost. */
class KilledConsumerIT {
  private static final int MESSAGES = 600;
  private static final int KILLS = 6;

  @RegisterExtension static final Php php = new Php();
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  @TempDir private Path folder;

  @Test
  void everyMessageIsHandledAtLeastOnce() throws Exception {
    long seed = Long.getLong("phpipc.kill.seed", System.nanoTime());
    Random random = new Random(seed);
    var key = kernel.freeKey();
    MessageQueue queue = kernel.owned(MessageQueue.create(key));
    php.run("$q = msg_get_queue(" + key.value() + ");");
    php.run("for ($i = 0; $i < " + MESSAGES + "; $i++) msg_send($q, 1, (string) $i, false);");
    for (int kill = 0; kill < KILLS; kill++) {
      kill(start(queue), random.nextInt(MESSAGES / KILLS / 2));
    }
    Process last = start(queue);
    awaitEnd(queue, last);
    List<Integer> handled = handled();
    System.out.printf(
        Locale.ROOT,
        "phpipc.kill.seed=%d: %d messages, %d kills, %d handled twice%n",
        seed,
        MESSAGES,
        KILLS,
        handled.size() - MESSAGES);
    assertThat(handled).containsAll(IntStream.range(0, MESSAGES).boxed().toList());
    assertThat(handled.size()).isLessThanOrEqualTo(MESSAGES + KILLS);
  }

  /** Kills it after so many more messages. */
  private static void kill(Process consumer, int messages) throws Exception {
    InputStream ticks = consumer.getInputStream();
    ticks.readNBytes(messages);
    consumer.destroyForcibly().waitFor();
  }

  private static void awaitEnd(MessageQueue queue, Process consumer) throws Exception {
    InputStream ticks = consumer.getInputStream();
    while (queue.status().messages() > 0) {
      assertThat(ticks.read()).isNotNegative();
    }
    queue.send(2, new byte[0]); // Comes after everything else.
    ticks.readAllBytes();
    assertThat(consumer.waitFor()).isZero();
  }

  private Process start(MessageQueue queue) throws Exception {
    List<String> command = Jvm.command("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Consumer.class.getName(), "" + queue.id(), folder.toString()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private List<Integer> handled() throws Exception {
    return Files.readAllLines(folder.resolve("handled")).stream().map(Integer::valueOf).toList();
  }

  /** Appends each message to a file and says so by a byte. */
  static final class Consumer {
    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[1]);
      MessageQueue queue = MessageQueue.ofId(Integer.parseInt(args[0]));
      try (ReliableConsumer consumer = ReliableConsumer.on(queue, folder).tries(100).open()) {
        long type;
        do {
          ReliableConsumer.Outcome outcome =
              consumer.handleNext(message -> note(folder, message.payload()));
          type = outcome.message().type();
        } while (type == 1);
      }
    }

    private static void note(Path folder, byte[] number) throws Exception {
      if (number.length > 0) {
        String line = new String(number, US_ASCII) + "\n";
        Files.writeString(folder.resolve("handled"), line, US_ASCII, CREATE, APPEND);
      }
      System.out.write('.');
      System.out.flush();
    }
  }
}
