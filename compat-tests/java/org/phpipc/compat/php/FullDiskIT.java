package org.phpipc.compat.php;

import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.php.Standard.fclose;
import static org.phpipc.php.Standard.file_put_contents;
import static org.phpipc.php.Standard.fopen;
import static org.phpipc.php.Standard.fwrite;
import static org.phpipc.php.Standard.unlink;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phpipc.php.PhpWarnings;
import org.phpipc.stream.PhpStream;
import org.phpipc.testing.Jvm;
import org.phpipc.testing.Shell;

/** Writes that end half way because the disk is full, in PHP and in Java. */
class FullDiskIT {
  private static final String PHP =
      """
      set_error_handler(function ($level, $text) { echo "$text\\n"; });
      chdir($argv[1]);
      $file = fopen("x", "w");
      echo fwrite($file, str_repeat("a", 200000)), "\\n";
      echo fwrite($file, "b") === false ? -1 : 1, "\\n";
      fclose($file);
      unlink("x");
      echo file_put_contents("x", str_repeat("c", 200000)) === false ? -1 : 1, "\\n";
      unlink("x");
      """;

  @Test
  void partThatWasWrittenIsToldAsInPhp(@TempDir Path disk) {
    Shell.requireNamespaces("--mount");
    String mount = "mount -t tmpfs -o size=64k none " + disk + "; ";
    String java =
        Shell.quoted(
            Jvm.command(
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                disk.toString()));
    String php = Shell.quoted(List.of("php", "-r", PHP, disk.toString()));
    String script = mount + php + "; echo Java; " + java;
    String[] both =
        Shell.run("unshare --mount bash -c " + Shell.quoted(List.of(script))).out().split("Java\n");
    assertThat(both[0]).contains("fwrite(): Write of 134464 bytes failed", "65536\n");
    assertThat(both[1]).isEqualTo(both[0]);
  }

  /** The script in Java. */
  static final class Program {
    public static void main(String[] args) {
      PhpWarnings.handler(warning -> System.out.println(warning.message()));
      String name = args[0] + "/x";
      PhpStream file = fopen(name, "w");
      System.out.println(fwrite(file, "a".repeat(200_000)));
      System.out.println(fwrite(file, "b"));
      fclose(file);
      unlink(name);
      System.out.println(file_put_contents(name, "c".repeat(200_000)));
      unlink(name);
    }
  }
}
