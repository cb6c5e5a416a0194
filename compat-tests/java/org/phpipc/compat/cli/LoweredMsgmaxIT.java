package org.phpipc.compat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phpipc.reliable.ReliableConsumer;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.IpcTooLargeException;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.testing.Jvm;
import org.phpipc.testing.Shell;

/** A message larger than kernel.msgmax, which was lowered after PHP sent the message. */
class LoweredMsgmaxIT {
  private static final int KEY = 0x51;

  /** The queue has a message of 60000 bytes and one of 5 behind it. */
  private static final String SETTING =
      "echo 100000 > /proc/sys/kernel/msgmax; echo 200000 > /proc/sys/kernel/msgmnb;"
          + " php -r '$q = msg_get_queue(0x51); msg_send($q, 2, str_repeat(\"w\", 60000), false);"
          + " msg_send($q, 2, \"small\", false); msg_get_queue(0x52);';"
          + " echo 8192 > /proc/sys/kernel/msgmax; ";

  private static final String COUNT =
      "; php -r 'echo msg_stat_queue(msg_get_queue(0x51))[\"msg_qnum\"], \" left\\n\";'";

  @TempDir private Path folder;

  @Test
  void peekNamesTheLimit() {
    assertThat(after(Shell.tool("queue", "peek", "0x51")).out())
        .contains("its message 0 is larger than kernel.msgmax, 8192")
        .doesNotContain("does not exist");
  }

  @Test
  void saveThatLeavesTheMessagesNamesTheLimit() {
    assertThat(after(Shell.tool("queue", "save", "0x51", "-") + COUNT).out())
        .contains("its message 0 is larger than kernel.msgmax, 8192", "2 left");
  }

  @Test
  void drainTakesTheMessage() {
    String file = folder.resolve("drained").toString();
    Shell.Result drained =
        after(Shell.tool("queue", "save", "0x51", file, "--drain") + COUNT + "; wc -c < " + file);
    assertThat(drained.out()).contains("2 messages moved to", "0 left").containsPattern("8\\d{4}");
  }

  @Test
  void moveNamesTheLimitThatNoSenderPassesAndLeavesTheMessages() {
    assertThat(after(Shell.tool("queue", "move", "0x51", "0x52") + COUNT).out())
        .contains("is larger than kernel.msgmax, 8192", "0 messages are moved", "2 left");
  }

  @Test
  void reliableConsumerHandlesTheMessage() {
    for (String type : new String[] {"0", "2"}) {
      assertThat(after(Shell.quoted(java(Consumer.class, type)) + COUNT).out())
          .isEqualTo("true\nhandled 60000\nhandled 5\n0 left\n");
    }
  }

  private List<String> java(Class<?> main, String type) {
    String classPath = System.getProperty("java.class.path");
    return Jvm.command(
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        classPath,
        main.getName(),
        folder.resolve(type).toString(),
        type);
  }

  private static Shell.Result after(String command) {
    return Shell.runInNamespace(SETTING + command);
  }

  /** Handles two messages, in a JVM of its own. */
  static final class Consumer {
    public static void main(String[] args) throws Exception {
      MessageQueue queue = MessageQueue.open(new IpcKey(KEY));
      try {
        queue.peek(0);
      } catch (IpcTooLargeException e) {
        System.out.println(true);
      }
      try (ReliableConsumer consumer =
          ReliableConsumer.on(queue, Path.of(args[0]))
              .type(Long.parseLong(args[1]))
              .tries(1)
              .open()) {
        for (int i = 0; i < 2; i++) {
          consumer.handleNext(message -> System.out.println("handled " + message.payload().length));
        }
      }
    }
  }
}
