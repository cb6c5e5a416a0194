import static org.phpipc.php.Pcntl.pcntl_waitpid;
import static org.phpipc.php.Posix.posix_mkfifo;
import static org.phpipc.php.Standard.fclose;
import static org.phpipc.php.Standard.feof;
import static org.phpipc.php.Standard.file_exists;
import static org.phpipc.php.Standard.fopen;
import static org.phpipc.php.Standard.fread;
import static org.phpipc.php.Standard.fwrite;
import static org.phpipc.php.Standard.unlink;

import org.phpipc.php.Ref;
import org.phpipc.stream.PhpStream;

/**
 * A class around a named pipe, with reads of some bytes and of all there is. The PHP twin is
 * PipeClass.php.
 */
public class PipeClass {

  static final class Pipe {
    private final PhpStream stream;

    Pipe(String path, String mode) {
      if (!file_exists(path)) {
        posix_mkfifo(path, 0600);
      }
      stream = fopen(path, mode);
    }

    /** Waits until so many bytes are there. */
    String read(int bytes) {
      return fread(stream, bytes).toString();
    }

    /** Waits until the writer closes. */
    String readAll() {
      var all = new StringBuilder();
      while (!feof(stream)) {
        all.append(fread(stream, 8192));
      }
      return all.toString();
    }

    int write(String data) {
      return fwrite(stream, data);
    }

    void close() {
      fclose(stream);
    }
  }

  static void child(String path) {
    var pipe = new Pipe(path, "w");
    pipe.write("head:");
    pipe.write("body".repeat(50_000)); // more than the pipe holds: waits for the reader
    pipe.close();
  }

  public static void main(String[] argv) {
    var path = argv[0] + ".pipe";
    if (Start.isChild(argv)) {
      child(path);
      return;
    }
    posix_mkfifo(path, 0600);
    var pid = Start.start(() -> child(path), argv);
    var pipe = new Pipe(path, "r");
    System.out.println("some bytes: " + pipe.read(5));
    System.out.println("all the rest: " + pipe.readAll().length() + " bytes");
    pipe.close();
    pcntl_waitpid(pid, new Ref<>());
    unlink(path);
  }
}
