import static org.phpipc.php.Pcntl.pcntl_waitpid;
import static org.phpipc.php.Standard.ftok;
import static org.phpipc.php.Sysvmsg.msg_get_queue;
import static org.phpipc.php.Sysvmsg.msg_receive;
import static org.phpipc.php.Sysvmsg.msg_remove_queue;
import static org.phpipc.php.Sysvmsg.msg_send;

import java.util.Locale;
import java.util.Map;
import org.phpipc.php.Ref;
import org.phpipc.serialize.PhpArray;

/** A parent gives its child a job on a message queue. The PHP twin is ParentChildQueue.php. */
public class ParentChildQueue {

  static void child(int key) {
    var type = new Ref<Long>();
    var message = new Ref<Object>();
    var queue = msg_get_queue(key);
    msg_receive(queue, 1, type, 8192, message);
    var job = (PhpArray) message.value;
    msg_send(
        queue, 2, Map.of("id", job.get("id"), "sum", (Long) job.get("a") + (Long) job.get("b")));
  }

  public static void main(String[] argv) {
    var key = ftok(argv[0], "q");
    if (Start.isChild(argv)) {
      child(key);
      return;
    }
    var queue = msg_get_queue(key, 0600);
    var pid = Start.start(() -> child(key), argv);
    msg_send(queue, 1, Map.of("id", 7, "a", 20, "b", 22));
    var message = new Ref<Object>();
    msg_receive(queue, 2, new Ref<>(), 8192, message);
    var result = (PhpArray) message.value;
    System.out.printf(Locale.ROOT, "job %d: %d%n", result.get("id"), result.get("sum"));
    pcntl_waitpid(pid, new Ref<>());
    msg_remove_queue(queue);
  }
}
