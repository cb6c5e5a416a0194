package org.phpipc.compat.jar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phpipc.testing.Jvm;

/** Children of Java start from an archive of their classes where one is named. */
class ChildArchiveIT {
  private static final String JAR = System.getProperty("phpipc.cli.jar");

  /** Twice a child that says whether the archive is mapped into its memory. */
  private static final String PARENT =
      """
      import static org.phpipc.php.Pcntl.pcntl_spawn;
      import static org.phpipc.php.Pcntl.pcntl_waitpid;
      import java.nio.file.Files;
      import java.nio.file.Path;
      import org.phpipc.php.Ref;

      public class Parent {
        public static void main(String[] args) {
          String archive = args[0];
          for (int i = 0; i < 2; i++) {
            pcntl_waitpid(pcntl_spawn(() -> {
              String maps = Files.readString(Path.of("/proc/self/maps"));
              System.out.println("archive: " + maps.contains(archive));
            }), new Ref<>());
          }
        }
      }
      """;

  @TempDir private static Path program;
  @TempDir private Path folder;

  @BeforeAll
  static void compile() throws IOException {
    Path source = Files.writeString(program.resolve("Parent.java"), PARENT);
    Path classes = program.resolve("classes");
    String[] compile = {"-nowarn", "-cp", JAR, "-d", "" + classes, "" + source};
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, System.err, compile)).isZero();
    Path jar = program.resolve("parent.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.list(classes)) {
      for (Path file : files.toList()) {
        out.putNextEntry(new JarEntry(file.getFileName().toString()));
        Files.copy(file, out);
      }
    }
  }

  @Test
  void archiveIsMadeOnceAndEveryChildMapsIt() throws Exception {
    Path archive = folder.resolve("classes");
    String both = "archive: true\narchive: true\n";
    assertThat(output(archive, "parent.jar")).isEqualTo(both);
    var made = Files.getLastModifiedTime(archive);
    assertThat(output(archive, "parent.jar")).isEqualTo(both);
    assertThat(Files.getLastModifiedTime(archive)).isEqualTo(made);
    assertThat(folder.toFile().list()).containsExactly("classes");
  }

  @Test
  void archiveOlderThanAJarIsMadeAnew() throws Exception {
    Path archive = Files.writeString(folder.resolve("classes"), "no archive");
    Files.setLastModifiedTime(archive, FileTime.fromMillis(0));
    assertThat(output(archive, "parent.jar")).isEqualTo("archive: true\narchive: true\n");
  }

  @Test
  void folderOnTheClassPathIsNamedAndChildrenRunWithout() throws Exception {
    assertThat(output(folder.resolve("classes"), "classes"))
        .contains("children start without an archive", "is a folder, only jars can be archived")
        .endsWith("archive: false\narchive: false\n");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void placeThatIsMissingIsSaidOnceAndChildrenRunWithout() throws Exception {
    assertThat(output(folder.resolve("missing/classes"), "parent.jar"))
        .containsOnlyOnce("children start without an archive")
        .endsWith("archive: false\narchive: false\n");
  }

  /** What parent and children print, errors among it. */
  private static String output(Path archive, String classes) throws Exception {
    List<String> command = Jvm.command("--enable-native-access=ALL-UNNAMED");
    command.add("-Dphpipc.child.archive=" + archive);
    command.addAll(List.of("-cp", JAR + ":" + program.resolve(classes)));
    command.addAll(List.of("Parent", archive.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    return out;
  }
}
