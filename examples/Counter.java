import static org.phpipc.php.Pcntl.pcntl_wait;
import static org.phpipc.php.Standard.ftok;
import static org.phpipc.php.Sysvsem.sem_acquire;
import static org.phpipc.php.Sysvsem.sem_get;
import static org.phpipc.php.Sysvsem.sem_release;
import static org.phpipc.php.Sysvsem.sem_remove;
import static org.phpipc.php.Sysvshm.shm_attach;
import static org.phpipc.php.Sysvshm.shm_get_var;
import static org.phpipc.php.Sysvshm.shm_put_var;
import static org.phpipc.php.Sysvshm.shm_remove;

import org.phpipc.php.Ref;

/** Four children count in one shared variable, one at a time. The PHP twin is Counter.php. */
public class Counter {

  static final int CHILDREN = 4;
  static final int TIMES = 2500;

  static void child(int key) {
    var semaphore = sem_get(key, 1, 0600);
    var memory = shm_attach(key, 1000L, 0600);
    for (int i = 0; i < TIMES; i++) {
      sem_acquire(semaphore);
      shm_put_var(memory, 1, (Long) shm_get_var(memory, 1) + 1);
      sem_release(semaphore);
    }
  }

  public static void main(String[] argv) {
    var key = ftok(argv[0], "c");
    if (Start.isChild(argv)) {
      child(key);
      return;
    }
    var memory = shm_attach(key, 1000L, 0600);
    shm_put_var(memory, 1, 0);
    for (int i = 0; i < CHILDREN; i++) {
      Start.start(() -> child(key), argv);
    }
    for (int i = 0; i < CHILDREN; i++) {
      pcntl_wait(new Ref<>());
    }
    var semaphore = sem_get(key, 1, 0600); // in PHP not before the fork
    System.out.println("counted to " + shm_get_var(memory, 1));
    shm_remove(memory);
    sem_remove(semaphore);
  }
}
