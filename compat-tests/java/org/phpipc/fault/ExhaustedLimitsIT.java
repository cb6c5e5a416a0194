package org.phpipc.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.phpipc.sysv.IpcFullException;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.SemaphoreSet;
import org.phpipc.testing.Php;

/**
 * The kernel has no more queues or semaphores to give, in an IPC namespace of its own with few of
 * them, which goes with all that is in it when its last process ends.
 */
class ExhaustedLimitsIT {
  /** Not asked anything: it says whether there is a PHP. */
  @RegisterExtension static final Php php = new Php();

  @Test
  void bothAreRefusedAndGoOnWhenThereIsRoomAgain() throws Exception {
    List<String> unshare = List.of("unshare", "--ipc");
    assumeAllowed(unshare);
    List<String> command = new ArrayList<>(unshare);
    command.addAll(Worker.java(Program.class));
    assertThat(output(command))
        .isEqualTo(
            List.of(
                "queues: 5",
                "Java: msgget on queue with key 0x00000006: No space left on device:"
                    + " kernel.msgmni is 5",
                "PHP: msg_get_queue(): Failed for key 0x6: No space left on device",
                "one removed: PHP has a queue",
                "sets: 3",
                "Java: semget on semaphore set with key 0x00000004: No space left on device:"
                    + " kernel.sem allows 32 sets with 9 semaphores together",
                "PHP: sem_get(): Failed for key 0x4: No space left on device",
                "one removed: PHP has a semaphore"));
  }

  private static void assumeAllowed(List<String> unshare) throws Exception {
    List<String> command = new ArrayList<>(unshare);
    command.add("true");
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String complaint = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        abort("no IPC namespace for the limits: " + complaint.strip());
      }
    } catch (IOException e) {
      abort("no IPC namespace for the limits: " + e.getMessage());
    }
  }

  private static List<String> output(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines = process.inputReader(UTF_8).lines().toList();
    assertThat(process.waitFor()).isZero();
    return lines;
  }

  /** Runs in the namespace. */
  static final class Program {
    private static final Path KERNEL = Path.of("/proc/sys/kernel");

    public static void main(String[] args) throws Exception {
      Files.writeString(KERNEL.resolve("msgmni"), "5");
      List<MessageQueue> queues = until("queues", key -> MessageQueue.create(new IpcKey(key)));
      php("msg_get_queue(6) ? 'has a queue' : error_get_last()['message']", "PHP: ");
      queues.get(0).remove();
      php("msg_get_queue(6) ? 'has a queue' : error_get_last()['message']", "one removed: PHP ");
      Files.writeString(KERNEL.resolve("sem"), "250 9 32 32");
      List<SemaphoreSet> sets = until("sets", key -> SemaphoreSet.create(new IpcKey(key), 3));
      php("sem_get(4) ? 'has a semaphore' : error_get_last()['message']", "PHP: ");
      sets.get(0).remove();
      php("sem_get(4) ? 'has a semaphore' : error_get_last()['message']", "one removed: PHP ");
    }

    /** Makes objects until the kernel refuses. */
    private static <T> List<T> until(String what, IntFunction<T> creation) {
      List<T> all = new ArrayList<>();
      while (true) {
        try {
          all.add(creation.apply(all.size() + 1));
        } catch (IpcFullException e) {
          System.out.println(what + ": " + all.size());
          System.out.println("Java: " + e.getMessage());
          return all;
        }
      }
    }

    private static void php(String expression, String before) throws Exception {
      System.out.print(before);
      System.out.flush();
      new ProcessBuilder(
              "php", "-d", "error_reporting=0", "-r", "echo " + expression + ", \"\\n\";")
          .inheritIO()
          .start()
          .waitFor();
    }
  }
}
