import static org.phpipc.php.Pcntl.pcntl_waitpid;
import static org.phpipc.php.Standard.ftok;
import static org.phpipc.php.Sysvmsg.msg_get_queue;
import static org.phpipc.php.Sysvmsg.msg_receive;
import static org.phpipc.php.Sysvmsg.msg_remove_queue;
import static org.phpipc.php.Sysvmsg.msg_send;

import java.util.List;
import java.util.Locale;
import org.phpipc.php.Ref;

/**
 * Requests and replies on one queue, told apart by their message types. The PHP twin is
 * RequestReply.php.
 */
public class RequestReply {

  static final int REQUEST = 1;
  static final int REPLY = 2;

  static void child(int key) {
    var word = new Ref<Object>();
    var queue = msg_get_queue(key);
    do {
      msg_receive(queue, REQUEST, new Ref<>(), 8192, word);
      msg_send(queue, REPLY, ((String) word.value).toUpperCase(Locale.ROOT));
    } while (!word.value.equals("end"));
  }

  public static void main(String[] argv) {
    var key = ftok(argv[0], "q");
    if (Start.isChild(argv)) {
      child(key);
      return;
    }
    var queue = msg_get_queue(key, 0600);
    var pid = Start.start(() -> child(key), argv);
    var reply = new Ref<Object>();
    for (var word : List.of("one", "two", "end")) {
      msg_send(queue, REQUEST, word);
      msg_receive(queue, REPLY, new Ref<>(), 8192, reply);
      System.out.println(word + " -> " + reply.value);
    }
    pcntl_waitpid(pid, new Ref<>());
    msg_remove_queue(queue);
  }
}
