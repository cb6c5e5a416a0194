import static org.phpipc.php.Pcntl.pcntl_waitpid;
import static org.phpipc.php.Pcntl.pcntl_wexitstatus;
import static org.phpipc.php.Standard.ftok;
import static org.phpipc.php.Sysvmsg.msg_get_queue;
import static org.phpipc.php.Sysvmsg.msg_receive;
import static org.phpipc.php.Sysvmsg.msg_remove_queue;
import static org.phpipc.php.Sysvmsg.msg_send;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.phpipc.php.Ref;
import org.phpipc.swoole.ServerLayout;
import org.phpipc.swoole.Spool;
import org.phpipc.swoole.TaskQueue;
import org.phpipc.swoole.TaskWorker;
import org.phpipc.swoole.WireGeneration;

/**
 * A dispatcher in front of a task server, in PHP a Swoole server where there is Swoole. The PHP
 * twin is TaskDispatcher.php. Results come back on a queue of their own: Swoole has no way back.
 */
public class TaskDispatcher {

  static final int WORKERS = 1;
  static final int TASK_WORKERS = 2;
  static final int RESULT = 1;
  static final int VERSION = 2;

  /** The length of a text, or the square of a number in an array. */
  static long answer(Object value) {
    return value instanceof Map<?, ?> task
        ? (Long) task.get("number") * (Long) task.get("number")
        : value.toString().length();
  }

  static void child(int key, int resultsKey, String spool) throws InterruptedException {
    var queue = msg_get_queue(key);
    var results = msg_get_queue(resultsKey);
    msg_send(results, VERSION, "6.1.0");
    var stopped = new CountDownLatch(1);
    var server = TaskWorker.on(queue, WireGeneration.forVersion("6.1.0")).threads(TASK_WORKERS);
    try (var worker =
        server
            .spool(Spool.in(Path.of(spool)))
            .start(
                task -> {
                  if (task.value().equals("stop")) {
                    stopped.countDown();
                  } else {
                    msg_send(results, RESULT, answer(task.value()));
                  }
                })) {
      stopped.await();
    }
  }

  public static void main(String[] argv) throws InterruptedException {
    var key = ftok(argv[0], "q");
    var resultsKey = ftok(argv[0], "r");
    var spool = Path.of(argv[0]).toAbsolutePath().getParent().toString();
    if (Start.isChild(argv)) {
      child(key, resultsKey, spool);
      return;
    }
    var queue = msg_get_queue(key, 0600);
    var results = msg_get_queue(resultsKey, 0600);
    var pid = Start.start(() -> child(key, resultsKey, spool), argv);

    var version = new Ref<Object>();
    msg_receive(results, VERSION, new Ref<>(), 100, version); // packets differ between versions
    var generation = WireGeneration.forVersion((String) version.value);
    var layout = ServerLayout.msgqueue(WORKERS, TASK_WORKERS);
    var tasks = TaskQueue.on(queue, generation, layout).spool(Spool.in(Path.of(spool))).build();
    for (int number = 1; number <= 10; number++) {
      tasks.dispatch(Map.of("number", number));
    }
    tasks.dispatch("x".repeat(100_000)); // goes through a file

    var result = new Ref<Object>();
    var sum = 0L;
    for (int i = 0; i < 11; i++) {
      msg_receive(results, RESULT, new Ref<>(), 100, result);
      sum += (Long) result.value;
    }
    System.out.println("11 results, sum " + sum);

    tasks.dispatch("stop");
    var status = new Ref<Long>();
    pcntl_waitpid(pid, status);
    System.out.println("exit status " + pcntl_wexitstatus(status.value));
    msg_remove_queue(queue);
    msg_remove_queue(results);
  }
}
