package org.phpipc.libc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.phpipc.php.Ref;
import org.phpipc.php.Sysvmsg;
import org.phpipc.php.Sysvsem;
import org.phpipc.php.Sysvshm;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.PhpSemaphore;
import org.phpipc.sysv.SharedVariables;

/** A whole program with {@code -Dphpipc.binding=memory}: the kernel sees nothing of it. */
class MemoryBindingIT {

  @Test
  void programWorksInMemory() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + LibcLoader.PROPERTY + "=memory",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), US_ASCII);
    assertThat(output.lines().toList())
        .isEqualTo(List.of("queue: hello", "nothing: true", "interrupted: true", "variable: 42"));
    assertThat(process.waitFor()).isZero();
  }

  static final class Program {
    public static void main(String[] args) throws Exception {
      MessageQueue queue = Sysvmsg.msg_get_queue(4711);
      Sysvmsg.msg_send(queue, 1, "hello");
      Ref<Object> message = new Ref<>();
      Sysvmsg.msg_receive(queue, 0, new Ref<>(), 100, message);
      System.out.println("queue: " + message.value);
      System.out.println("nothing: " + queue.receive(Duration.ofMillis(1)).isEmpty());
      System.out.println("interrupted: " + isInterrupted(queue));
      PhpSemaphore semaphore = Sysvsem.sem_get(4711);
      Sysvsem.sem_acquire(semaphore);
      SharedVariables variables = Sysvshm.shm_attach(4711);
      Sysvshm.shm_put_var(variables, 1, 42);
      System.out.println("variable: " + Sysvshm.shm_get_var(variables, 1));
      Sysvsem.sem_release(semaphore);
      if (MessageQueue.list().size() != 1 || MessageQueue.exists(new IpcKey(4712))) {
        throw new AssertionError("there is more than this program made");
      }
    }

    private static boolean isInterrupted(MessageQueue queue) throws InterruptedException {
      Thread main = Thread.currentThread();
      new Thread(main::interrupt).start();
      try {
        queue.receive();
        return false;
      } catch (InterruptedException e) {
        return true;
      }
    }
  }
}
