package org.phpipc.compat;

import static java.util.Objects.requireNonNull;
import static org.phpipc.php.Sysvsem.sem_acquire;
import static org.phpipc.php.Sysvsem.sem_get;
import static org.phpipc.php.Sysvsem.sem_release;
import static org.phpipc.php.Sysvshm.shm_attach;
import static org.phpipc.php.Sysvshm.shm_get_var;
import static org.phpipc.php.Sysvshm.shm_put_var;

import java.io.IOException;
import org.phpipc.php.PhpWarnings;
import org.phpipc.sysv.PhpSemaphore;
import org.phpipc.sysv.SharedVariables;

/** The classic example: a process that counts in shared memory, in Java and in PHP. */
final class CounterProcess {
  private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";
  private static final String PHP =
      """
      [, $key, $times] = $argv;
      $semaphore = sem_get((int) $key);
      $shm = shm_attach((int) $key);
      echo 'ready';
      fgetc(STDIN);
      for ($i = 0; $i < $times; $i++) {
          sem_acquire($semaphore);
          shm_put_var($shm, 1, shm_get_var($shm, 1) + 1);
          sem_release($semaphore);
      }
      """;

  private CounterProcess() {}

  /**
   * The Java twin of the script, line by line.
   *
   * @param args key, and how often to count
   */
  public static void main(String[] args) throws IOException {
    PhpWarnings.throwing();
    long key = Long.parseLong(args[0]);
    int times = Integer.parseInt(args[1]);
    PhpSemaphore semaphore = sem_get(key);
    SharedVariables shm = shm_attach(key);
    System.out.print("ready");
    System.out.flush();
    System.in.read();
    for (int i = 0; i < times; i++) {
      sem_acquire(semaphore);
      shm_put_var(shm, 1, (Long) requireNonNull(shm_get_var(shm, 1)) + 1);
      sem_release(semaphore);
    }
  }

  static Process startJava(long key, int times) throws IOException {
    String java = ProcessHandle.current().info().command().orElseThrow();
    String classPath = System.getProperty("java.class.path");
    return started(
        java, NATIVE, "-cp", classPath, CounterProcess.class.getName(), "" + key, "" + times);
  }

  static Process startPhp(long key, int times) throws IOException {
    return started("php", "-r", PHP, "" + key, "" + times);
  }

  private static Process started(String... command) throws IOException {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
