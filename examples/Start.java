import static org.phpipc.php.Pcntl.pcntl_spawn;

import java.util.ArrayList;
import java.util.List;
import org.phpipc.process.SerializableRunnable;

/**
 * What the examples with children share; the PHP twin is Start.php. An example is called:
 *
 * <pre>
 *   FILE             parent and children in one language
 *   FILE COMMAND...  a parent whose children are another command, called with  FILE child
 *   FILE child       a child
 * </pre>
 */
class Start {
  static boolean isChild(String[] argv) {
    return argv.length > 1 && argv[1].equals("child");
  }

  /** Starts a child that runs the method, or the command where one is given; gives its pid. */
  static long start(SerializableRunnable child, String[] argv) {
    if (argv.length > 1) {
      var command = new ArrayList<>(List.of(argv).subList(1, argv.length));
      command.addAll(List.of(argv[0], "child"));
      return pcntl_spawn(command.toArray(String[]::new));
    }
    return pcntl_spawn(child);
  }
}
