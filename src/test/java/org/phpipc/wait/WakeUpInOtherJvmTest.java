package org.phpipc.wait;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.phpipc.SetupException;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.testing.Background;
import org.phpipc.testing.BlockedCalls;
import org.phpipc.testing.Jvm;
import org.phpipc.testing.KernelObjects;

/** The wake-up signal in a JVM that was started with a wrong setting and a limit of no signals. */
class WakeUpInOtherJvmTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  @RegisterExtension private final KernelObjects kernel = new KernelObjects();

  @Test
  void wrongSignalIsRefusedEachTimeAndARightOneWorksWithoutPendingSignals() throws Exception {
    MessageQueue queue = kernel.queue();
    List<String> command = new ArrayList<>(List.of("prlimit", "--sigpending=0:0"));
    command.addAll(
        Jvm.command(
            "--enable-native-access=ALL-UNNAMED",
            "-D" + WakeUpSignal.PROPERTY + "=33",
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName(),
            String.valueOf(queue.id())));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    assertThat(process.inputReader(UTF_8).lines())
        .containsExactly(
            "-Dphpipc.wakeup.signal=33: must be a real-time signal, 34 to 64",
            "-Dphpipc.wakeup.signal=33: must be a real-time signal, 34 to 64",
            "-Dphpipc.wakeup.signal=abc: must be a real-time signal, 34 to 64",
            "-Dphpipc.wakeup.signal=abc: must be a real-time signal, 34 to 64",
            "in time: Optional.empty",
            "interrupted");
    assertThat(process.waitFor()).isZero();
  }

  /** Runs in the other JVM. */
  static final class Program {
    public static void main(String[] args) throws Exception {
      MessageQueue queue = MessageQueue.ofId(Integer.parseInt(args[0]));
      refused(queue);
      System.setProperty(WakeUpSignal.PROPERTY, "abc");
      refused(queue);
      System.clearProperty(WakeUpSignal.PROPERTY);
      System.out.println("in time: " + queue.receive(SHORT));
      Thread waiter = Thread.currentThread();
      var unused =
          Background.run(
              () -> {
                BlockedCalls.await("msgrcv", queue);
                waiter.interrupt();
              });
      try {
        queue.receive();
      } catch (InterruptedException e) {
        System.out.println("interrupted");
      }
    }

    private static void refused(MessageQueue queue) throws Exception {
      for (int i = 0; i < 2; i++) {
        try {
          Optional<?> received = queue.receive(SHORT);
          System.out.println(received);
        } catch (SetupException e) {
          System.out.println(e.getMessage());
        }
      }
    }
  }
}
