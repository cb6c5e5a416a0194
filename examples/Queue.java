import static org.phpipc.php.Standard.ftok;
import static org.phpipc.php.Sysvmsg.MSG_IPC_NOWAIT;
import static org.phpipc.php.Sysvmsg.msg_get_queue;
import static org.phpipc.php.Sysvmsg.msg_receive;
import static org.phpipc.php.Sysvmsg.msg_send;

import java.util.List;
import java.util.Map;
import org.phpipc.php.Ref;
import org.phpipc.serialize.PhpArray;

/** Usage: Queue FILE send|receive. The file gives the key; its PHP twin is Queue.php. */
public class Queue {
  public static void main(String[] argv) {
    var type = new Ref<Long>();
    var message = new Ref<Object>();
    var error = new Ref<Long>();

    var queue = msg_get_queue(ftok(argv[0], "q"));
    if (argv[1].equals("send")) {
      msg_send(queue, 1, Map.of("job", 42, "files", List.of("a.png", "b.png")));
    } else if (msg_receive(queue, 1, type, 8192, message, true, MSG_IPC_NOWAIT, error)) {
      var job = (PhpArray) message.value;
      var files = (PhpArray) job.get("files");
      System.out.println("type " + type.value + ", job " + job.get("job") + ", " + files.get(1));
    } else {
      System.out.println("nothing: error " + error.value);
    }
  }
}
