package org.phpipc.compat.swoole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.phpipc.swoole.ReplyQueue;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Tool;

/** What stays of a reply queue when its JVM ends. */
class ReplyQueueIT {
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();

  @Test
  void signalThatEndsTheJvmRemovesTheQueue() throws Exception {
    Process jvm = start();
    IpcKey key = key(jvm);
    jvm.destroy();
    jvm.waitFor();
    assertThat(MessageQueue.exists(key)).isFalse();
  }

  @Test
  void queueOfAKilledJvmIsStaleAlthoughAPeerThatAnsweredLives() throws Exception {
    Process jvm = start();
    IpcKey key = key(jvm);
    MessageQueue queue = kernel.owned(MessageQueue.open(key));
    assertThat(stale()).noneMatch(line -> line.contains(key.toString()));
    jvm.destroyForcibly().waitFor();
    queue.send(1, new byte[1]);
    assertThat(stale())
        .filteredOn(line -> line.contains(key.toString()))
        .singleElement()
        .asString()
        .contains("answers to calls of phpipc");
  }

  private static List<String> stale() {
    return Tool.run("list", "queue", "--stale").lines();
  }

  private static IpcKey key(Process jvm) throws Exception {
    return new IpcKey(Integer.parseInt(jvm.inputReader().readLine()));
  }

  private static Process start() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Caller.class.getName());
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Makes a reply queue, prints its key, and waits for its end. */
  static final class Caller {
    public static void main(String[] args) throws Exception {
      ReplyQueue replies = ReplyQueue.create();
      System.out.println(replies.key().value());
      System.in.read();
    }
  }
}
