import static java.nio.charset.StandardCharsets.UTF_8;
import static org.phpipc.php.Pcntl.pcntl_waitpid;
import static org.phpipc.php.Shmop.shmop_delete;
import static org.phpipc.php.Shmop.shmop_open;
import static org.phpipc.php.Shmop.shmop_read;
import static org.phpipc.php.Shmop.shmop_write;
import static org.phpipc.php.Standard.ftok;

import java.util.Arrays;
import org.phpipc.php.Ref;

/** Parent and child exchange text in shared memory. The PHP twin is ShmText.php. */
public class ShmText {

  static final int SIZE = 100;

  static void child(int key) {
    var memory = shmop_open(key, "w", 0, 0);
    var text = new String(shmop_read(memory, 0, SIZE), UTF_8).replace("\0", "");
    shmop_write(memory, Arrays.copyOf(("child read: " + text).getBytes(UTF_8), SIZE), 0);
  }

  public static void main(String[] argv) {
    var key = ftok(argv[0], "m");
    if (Start.isChild(argv)) {
      child(key);
      return;
    }
    var memory = shmop_open(key, "n", 0600, SIZE);
    shmop_write(memory, "Grüße", 0);
    var pid = Start.start(() -> child(key), argv);
    pcntl_waitpid(pid, new Ref<>());
    System.out.println(new String(shmop_read(memory, 0, SIZE), UTF_8).replace("\0", ""));
    shmop_delete(memory);
  }
}
