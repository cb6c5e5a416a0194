package org.phpipc.compat.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phpipc.process.ProcessSpawner;

/** A program on the module path has children on the module path. */
class ModulePathIT {
  private static final String MODULE = "module user.app { requires org.phpipc; }";
  private static final String MAIN =
      """
      package app;

      import static org.phpipc.php.Pcntl.pcntl_spawn;
      import static org.phpipc.php.Pcntl.pcntl_waitpid;

      import org.phpipc.php.Ref;

      public class Main {
        public static void main(String[] args) {
          String captured = "lambda in ";
          pcntl_waitpid(pcntl_spawn(() -> System.out.println(captured + module())), new Ref<>());
          pcntl_waitpid(pcntl_spawn(Other.class), new Ref<>());
        }

        static Module module() {
          return Main.class.getModule();
        }

        public static class Other {
          public static void main(String[] args) {
            System.out.println("class in " + module());
          }
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void childrenRunInTheModuleOfTheirParent() throws Exception {
    Path main = folder.resolve("app/Main.java");
    Files.createDirectories(main.getParent());
    Files.writeString(main, MAIN);
    Path module = Files.writeString(folder.resolve("module-info.java"), MODULE);
    Path classes = folder.resolve("user.app");
    String[] compile = {"-nowarn", "-p", library(), "-d", "" + classes, "" + module, "" + main};
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, System.err, compile)).isZero();
    Path out = folder.resolve("out");
    ProcessSpawner.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=com.sun.jna",
            "-p",
            library() + File.pathSeparator + classes,
            "-m",
            "user.app/app.Main")
        .redirectTo(1, out)
        .start()
        .await();
    assertThat(out).hasContent("lambda in module user.app\nclass in module user.app");
  }

  /** The packaged jar and what it requires. */
  private static String library() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(path -> path.matches(".*/(phpipc|jna|commons-lang3)-[0-9][^/]*(?<!-tests)\\.jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
