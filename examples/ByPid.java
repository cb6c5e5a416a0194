import static org.phpipc.php.Pcntl.pcntl_wait;
import static org.phpipc.php.Pcntl.pcntl_wexitstatus;
import static org.phpipc.php.Posix.posix_getpid;
import static org.phpipc.php.Standard.ftok;
import static org.phpipc.php.Sysvmsg.msg_get_queue;
import static org.phpipc.php.Sysvmsg.msg_receive;
import static org.phpipc.php.Sysvmsg.msg_remove_queue;
import static org.phpipc.php.Sysvmsg.msg_send;

import java.util.Map;
import org.phpipc.php.Ref;
import org.phpipc.serialize.PhpArray;

/**
 * Messages addressed by pid: the type of a reply is the pid of who asked. The PHP twin is
 * ByPid.php.
 */
public class ByPid {

  static final int SERVER = 1;
  static final int CHILDREN = 3;

  static void child(int key) {
    var square = new Ref<Object>();
    var queue = msg_get_queue(key);
    var pid = posix_getpid();
    for (long n = 1; n <= 3; n++) {
      msg_send(queue, SERVER, Map.of("from", pid, "n", n));
      msg_receive(queue, pid, new Ref<>(), 8192, square);
      if (!square.value.equals(n * n)) {
        System.exit(1);
      }
    }
  }

  public static void main(String[] argv) {
    var key = ftok(argv[0], "q");
    if (Start.isChild(argv)) {
      child(key);
      return;
    }
    var queue = msg_get_queue(key, 0600);
    for (int i = 0; i < CHILDREN; i++) {
      Start.start(() -> child(key), argv);
    }
    for (int i = 0; i < CHILDREN * 3; i++) {
      var message = new Ref<Object>();
      msg_receive(queue, SERVER, new Ref<>(), 8192, message);
      var request = (PhpArray) message.value;
      var n = (Long) request.get("n");
      msg_send(queue, (Long) request.get("from"), n * n);
    }
    for (int i = 0; i < CHILDREN; i++) {
      var status = new Ref<Long>();
      pcntl_wait(status);
      System.out.println("exit status " + pcntl_wexitstatus(status.value));
    }
    msg_remove_queue(queue);
  }
}
