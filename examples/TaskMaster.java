import static org.phpipc.php.Cli.cli_set_process_title;
import static org.phpipc.php.Pcntl.SIGKILL;
import static org.phpipc.php.Pcntl.SIGTERM;
import static org.phpipc.php.Pcntl.SIGUSR1;
import static org.phpipc.php.Pcntl.SIG_DFL;
import static org.phpipc.php.Pcntl.SIG_IGN;
import static org.phpipc.php.Pcntl.WNOHANG;
import static org.phpipc.php.Pcntl.pcntl_signal;
import static org.phpipc.php.Pcntl.pcntl_signal_dispatch;
import static org.phpipc.php.Pcntl.pcntl_wait;
import static org.phpipc.php.Posix.posix_getpid;
import static org.phpipc.php.Posix.posix_kill;
import static org.phpipc.php.Standard.ftok;
import static org.phpipc.php.Standard.usleep;
import static org.phpipc.php.Sysvmsg.msg_get_queue;
import static org.phpipc.php.Sysvmsg.msg_receive;
import static org.phpipc.php.Sysvmsg.msg_remove_queue;
import static org.phpipc.php.Sysvmsg.msg_send;

import java.util.HashSet;
import java.util.Map;
import org.phpipc.php.Ref;

/**
 * A master with three workers on a queue: restarts those that die, replaces all on SIGUSR1, stops
 * on SIGTERM. The PHP twin is TaskMaster.php. A task is a message of type 1, its result one of type
 * 2.
 */
public class TaskMaster {

  static final int WORKERS = 3;
  static final int TASK = 1;
  static final int RESULT = 2;

  static boolean stopping;
  static boolean reloading;

  static void child(int key) {
    pcntl_signal(SIGTERM, SIG_DFL);
    pcntl_signal(SIGUSR1, SIG_IGN);
    var queue = msg_get_queue(key);
    var task = new Ref<Object>();
    while (msg_receive(queue, TASK, new Ref<>(), 8192, task)) {
      if (task.value.equals("die")) {
        posix_kill(posix_getpid(), SIGKILL);
      }
      msg_send(queue, RESULT, Map.of("task", task.value, "worker", posix_getpid()));
    }
  }

  public static void main(String[] argv) {
    var key = ftok(argv[0], "q");
    if (Start.isChild(argv)) {
      child(key);
      return;
    }
    var queue = msg_get_queue(key, 0600);
    pcntl_signal(SIGTERM, signo -> stopping = true);
    pcntl_signal(SIGUSR1, signo -> reloading = true);
    cli_set_process_title("phpipc task master");
    System.out.println("master " + posix_getpid());

    var workers = new HashSet<Long>();
    var status = new Ref<Long>();
    while (!stopping) {
      while (workers.size() < WORKERS) {
        workers.add(Start.start(() -> child(key), argv));
      }
      for (var pid = pcntl_wait(status, WNOHANG); pid > 0; pid = pcntl_wait(status, WNOHANG)) {
        workers.remove(pid); // its place is taken in the next round
      }
      pcntl_signal_dispatch();
      if (reloading) {
        reloading = false;
        for (var pid : workers) {
          posix_kill(pid, SIGTERM);
        }
      }
      usleep(20_000); // a signal ends it
    }
    while (!workers.isEmpty()) {
      for (var pid : workers) {
        posix_kill(pid, SIGTERM); // again and again: a young worker may miss one
      }
      usleep(20_000);
      for (var pid = pcntl_wait(status, WNOHANG); pid > 0; pid = pcntl_wait(status, WNOHANG)) {
        workers.remove(pid);
      }
    }
    msg_remove_queue(queue);
    System.out.println("stopped");
  }
}
