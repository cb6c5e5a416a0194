package org.phpipc.compat.php;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.php.Standard.ftok;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.Errno;
import org.phpipc.sysv.IpcKey;
import org.phpipc.testing.Outcome;
import org.phpipc.testing.Php;

/** {@code ftok} and error texts: Java and PHP give the same. */
class KeyWithPhpIT {
  @RegisterExtension static final Php php = new Php();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"/", "/etc/passwd", "/proc/version", "/dev/null", "/tmp", ".", "pom.xml"})
  void everyPathHasTheSameKeyOnBothSides(String path) {
    same("ftok('" + path + "', 'a')", path.getBytes(UTF_8), "a".getBytes(US_ASCII));
  }

  @Test
  void everyProjectByteGivesTheSameKey() {
    for (int project = 0; project < 256; project++) {
      byte[] one = {(byte) project};
      same("ftok('/etc/passwd', chr(" + project + "))", "/etc/passwd".getBytes(UTF_8), one);
    }
  }

  @Test
  void linksAndHardLinksShareTheKeyOfTheFile() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    Path hard = Files.createLink(folder.resolve("hard"), file);
    for (Path path : List.of(file, link, hard)) {
      same("ftok('" + path + "', 'x')", path.toString().getBytes(UTF_8), new byte[] {'x'});
      assertThat(IpcKey.ftok(path, 'x')).isEqualTo(IpcKey.ftok(file, 'x'));
    }
  }

  @Test
  void pathThatIsNoTextHasTheSameKeyOnBothSides() throws Exception {
    byte[] name = (folder + "/x").getBytes(UTF_8);
    name[name.length - 1] = (byte) 0xff;
    php.run("touch(" + Php.literal(name) + ");");
    try {
      same("ftok(" + Php.literal(name) + ", 'a')", name, new byte[] {'a'});
      try (var files = Files.list(folder)) {
        Path listed = files.findFirst().orElseThrow();
        assertThat(IpcKey.ftok(listed, 'a').value()).isEqualTo(ftok(name, new byte[] {'a'}));
      }
    } finally {
      php.run("unlink(" + Php.literal(name) + ");");
    }
  }

  @Test
  void refusalsAreTheSame() {
    same("ftok('', 'a')", new byte[0], new byte[] {'a'});
    same("ftok('/etc/passwd', 'ab')", "/etc/passwd".getBytes(UTF_8), new byte[] {'a', 'b'});
    same("ftok('/etc/passwd', '')", "/etc/passwd".getBytes(UTF_8), new byte[0]);
    same("ftok('/etc/passwd', 'é')", "/etc/passwd".getBytes(UTF_8), "é".getBytes(UTF_8));
    same("ftok(\"/etc/pass\\0wd\", 'a')", "/etc/pass\0wd".getBytes(UTF_8), new byte[] {'a'});
    same("ftok('nonexist', 'a')", "nonexist".getBytes(UTF_8), new byte[] {'a'});
    same("ftok('/etc/passwd/x', 'a')", "/etc/passwd/x".getBytes(UTF_8), new byte[] {'a'});
    String tooLong = "/" + "x".repeat(300);
    same("ftok('" + tooLong + "', 'a')", tooLong.getBytes(UTF_8), new byte[] {'a'});
  }

  @Test
  void textFormTakesTheSamePath() {
    assertThat(Outcome.inJava(() -> ftok("/etc/passwd", "a")))
        .isEqualTo(php.call("ftok('/etc/passwd', 'a')"));
  }

  @Test
  void everyErrnoHasPhpsText() {
    for (int errno = 0; errno <= 140; errno++) {
      assertThat(Errno.text(errno)).isEqualTo(php.call("posix_strerror(" + errno + ")").read());
    }
  }

  private static void same(String expression, byte[] path, byte[] project) {
    assertThat(Outcome.inJava(() -> ftok(path, project)))
        .describedAs(expression)
        .isEqualTo(php.call(expression));
  }
}
