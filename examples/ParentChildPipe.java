import static org.phpipc.php.Pcntl.pcntl_waitpid;
import static org.phpipc.php.Pcntl.pcntl_wexitstatus;
import static org.phpipc.php.Posix.posix_mkfifo;
import static org.phpipc.php.Standard.fclose;
import static org.phpipc.php.Standard.fgets;
import static org.phpipc.php.Standard.fopen;
import static org.phpipc.php.Standard.fwrite;
import static org.phpipc.php.Standard.unlink;

import org.phpipc.php.Ref;

/**
 * A child writes lines into a named pipe, its parent reads them. The PHP twin is
 * ParentChildPipe.php.
 */
public class ParentChildPipe {

  static void child(String pipe) {
    var out = fopen(pipe, "w"); // waits until the parent reads
    fwrite(out, "hello from the child\n");
    fwrite(out, "and goodbye\n");
    fclose(out);
  }

  public static void main(String[] argv) {
    var pipe = argv[0] + ".pipe";
    if (Start.isChild(argv)) {
      child(pipe);
      return;
    }
    posix_mkfifo(pipe, 0600);
    var pid = Start.start(() -> child(pipe), argv);
    var in = fopen(pipe, "r"); // waits until the child writes
    for (var line = fgets(in); line != null; line = fgets(in)) {
      System.out.print("read: " + line);
    }
    fclose(in);
    var status = new Ref<Long>();
    pcntl_waitpid(pid, status);
    System.out.println("exit status " + pcntl_wexitstatus(status.value));
    unlink(pipe);
  }
}
