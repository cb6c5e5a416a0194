package org.phpipc.testing;

import static java.util.Objects.requireNonNull;
import static org.phpipc.php.Sysvsem.sem_acquire;
import static org.phpipc.php.Sysvsem.sem_get;
import static org.phpipc.php.Sysvsem.sem_release;
import static org.phpipc.php.Sysvshm.shm_attach;
import static org.phpipc.php.Sysvshm.shm_get_var;
import static org.phpipc.php.Sysvshm.shm_put_var;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.phpipc.php.PhpWarnings;
import org.phpipc.sysv.PhpSemaphore;
import org.phpipc.sysv.SharedVariables;

/** The classic example: a process that counts in shared memory, in Java and in PHP. */
public final class CounterProcess {
  private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";
  private static final String PHP =
      """
      [, $key, $times, $guarded] = $argv;
      $semaphore = sem_get((int) $key);
      $shm = shm_attach((int) $key);
      echo 'ready';
      fgetc(STDIN);
      for ($i = 0; $i < $times; $i++) {
          $guarded && sem_acquire($semaphore);
          shm_put_var($shm, 1, shm_get_var($shm, 1) + 1);
          $guarded && sem_release($semaphore);
      }
      """;

  private CounterProcess() {}

  /**
   * The Java twin of the script, line by line.
   *
   * @param args key, how often to count, and 1 to do so under the semaphore
   */
  public static void main(String[] args) throws IOException {
    PhpWarnings.throwing();
    long key = Long.parseLong(args[0]);
    int times = Integer.parseInt(args[1]);
    boolean guarded = args[2].equals("1");
    PhpSemaphore semaphore = sem_get(key);
    SharedVariables shm = shm_attach(key);
    System.out.print("ready");
    System.out.flush();
    System.in.read();
    for (int i = 0; i < times; i++) {
      boolean acquired = guarded && sem_acquire(semaphore);
      shm_put_var(shm, 1, (Long) requireNonNull(shm_get_var(shm, 1)) + 1);
      if (acquired) {
        sem_release(semaphore);
      }
    }
  }

  public static Process startJava(long key, int times, boolean guarded) throws IOException {
    String java = ProcessHandle.current().info().command().orElseThrow();
    String classPath = System.getProperty("java.class.path");
    return started(
        guarded,
        java,
        NATIVE,
        "-cp",
        classPath,
        CounterProcess.class.getName(),
        "" + key,
        "" + times);
  }

  public static Process startPhp(long key, int times, boolean guarded) throws IOException {
    return started(guarded, "php", "-r", PHP, "" + key, "" + times);
  }

  /** Without the semaphore a counter may find the segment in the middle of a change, and say so. */
  private static Process started(boolean guarded, String... command) throws IOException {
    List<String> all = new ArrayList<>(List.of(command));
    all.add(guarded ? "1" : "0");
    return new ProcessBuilder(all)
        .redirectError(guarded ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
