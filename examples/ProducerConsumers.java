import static org.phpipc.php.Pcntl.pcntl_wait;
import static org.phpipc.php.Standard.ftok;
import static org.phpipc.php.Sysvmsg.msg_get_queue;
import static org.phpipc.php.Sysvmsg.msg_receive;
import static org.phpipc.php.Sysvmsg.msg_remove_queue;
import static org.phpipc.php.Sysvmsg.msg_send;

import java.util.Locale;
import java.util.Map;
import org.phpipc.php.Ref;
import org.phpipc.serialize.PhpArray;

/** One producer, ten consumers, 100,000 jobs. The PHP twin is ProducerConsumers.php. */
public class ProducerConsumers {

  static final int CONSUMERS = 10;
  static final int JOBS = 100_000;

  static void child(int key, int resultsKey) {
    var job = new Ref<Object>();
    var queue = msg_get_queue(key);
    long count = 0;
    long sum = 0;
    msg_receive(queue, 1, new Ref<>(), 8192, job);
    while (!job.value.equals("stop")) {
      count++;
      sum += (Long) job.value;
      msg_receive(queue, 1, new Ref<>(), 8192, job);
    }
    msg_send(msg_get_queue(resultsKey), 1, Map.of("count", count, "sum", sum));
  }

  public static void main(String[] argv) {
    var key = ftok(argv[0], "q");
    var resultsKey = ftok(argv[0], "r");
    if (Start.isChild(argv)) {
      child(key, resultsKey);
      return;
    }
    var queue = msg_get_queue(key, 0600);
    var results =
        msg_get_queue(resultsKey, 0600); // a second queue: a full first one would stop all
    for (int i = 0; i < CONSUMERS; i++) {
      Start.start(() -> child(key, resultsKey), argv);
    }
    for (int job = 1; job <= JOBS; job++) {
      msg_send(queue, 1, job); // waits where the queue is full
    }
    for (int i = 0; i < CONSUMERS; i++) {
      msg_send(queue, 1, "stop");
    }
    long count = 0;
    long sum = 0;
    for (int i = 0; i < CONSUMERS; i++) {
      var message = new Ref<Object>();
      msg_receive(results, 1, new Ref<>(), 8192, message);
      var result = (PhpArray) message.value;
      count += (Long) result.get("count");
      sum += (Long) result.get("sum");
      pcntl_wait(new Ref<>());
    }
    System.out.printf(Locale.ROOT, "%d jobs, sum %d%n", count, sum);
    msg_remove_queue(queue);
    msg_remove_queue(results);
  }
}
