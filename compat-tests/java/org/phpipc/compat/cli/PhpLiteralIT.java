package org.phpipc.compat.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.testing.Tool.DONE;
import static org.phpipc.testing.Tool.USAGE;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Php;
import org.phpipc.testing.Tool;

/** Values that are given as PHP source: PHP serializes the same literals. */
class PhpLiteralIT {
  private static final List<String> LITERALS =
      List.of(
          "null, NULL, true, False, \\true",
          "0, -1, +7, 1_000, 0x1F, -0xff, 0b101, 017, 0o17, 9223372036854775807",
          "9223372036854775808, -9223372036854775808, 0xffffffffffffffff",
          "PHP_INT_MAX, PHP_INT_MIN, INF, -INF, NAN, \\NAN",
          "1.5, .5, 1., -0.0, 1e3, 1.0E+25, 2.5e-3, 1_0.2_5, 0.1, 1e400",
          "'', 'it\\'s', 'a\\\\b', 'a\\nb', \"a\\nb\\t\\r\\v\\e\\f\\\\\\$\\\"\", \"\\q \\' $ $1 {\"",
          "\"\\0\\x41\\xff\\101\\8\\u{e9}\\u{1F600}\\u{d800}\", 'Größe €', 'a' . \"\\0\" . 'b'",
          "[], array(), [1, 2,], array(1, [2, [3]]), ['a' => 1, 'b' => null,]",
          "['5' => 'a', '05' => 'b', true => 'c', null => 'd', 'e', -5 => 'f', 'g']",
          "[3 => 'x', 'y', 'a' => 'z', 'w', 3 => 'again']",
          "(object) ['a' => 1, 2 => (object) array()], ( Object ) []",
          "# comment\n 1, // another\n /* and\n one */ 2");

  @RegisterExtension private static final Php php = new Php();
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  @TempDir private Path folder;

  private final MessageQueue queue = kernel.queue();
  private final String id = Tool.address(queue);

  private String sent(Tool.Result send) throws InterruptedException {
    assertThat(send.err()).isEmpty();
    assertThat(send.exit()).isEqualTo(DONE);
    return new String(queue.receive().payload(), ISO_8859_1);
  }

  @Test
  void literalsAreReadAsPhpReadsThem() throws Exception {
    for (String literals : LITERALS) {
      String source = "[" + literals + "]";
      assertThat(sent(Tool.run("queue", "send", id, source, "--php")))
          .describedAs(source)
          .isEqualTo(php.call(source).value());
    }
  }

  @Test
  void whatVarExportPrintsIsRead() throws Exception {
    String value =
        "['bytes' => implode('', array_map('chr', range(0, 255))), 'deep' => [[1.5, [true]], -0.0],"
            + " 'object' => (object) ['a' => ['b' => NAN]], -3 => 0.1 + 0.2, 'big' => 1e22]";
    Path file = folder.resolve("value.php");
    php.run("file_put_contents('" + file + "', var_export(" + value + ", true) . \";\\n\");");
    assertThat(sent(Tool.run("queue", "send", id, file.toString(), "--file", "--php")))
        .isEqualTo(php.call(value).value());
    assertThat(sent(Tool.runWith(Files.readAllBytes(file), "queue", "send", id, "-", "--php")))
        .isEqualTo(php.call(value).value());
  }

  @Test
  void fileIsSentAsItIs() throws Exception {
    Path file = Files.write(folder.resolve("bytes"), new byte[] {0, -1, '\n'});
    assertThat(sent(Tool.run("queue", "send", id, file.toString(), "--file", "--raw")))
        .isEqualTo("\0\u00ff\n");
    assertThat(Tool.run("queue", "send", id, folder + "/none", "--file").err())
        .isEqualTo("phpipc: cannot read " + folder + "/none: no such file or folder\n");
    assertThat(Tool.run("queue", "send", id, "1", "--php", "--json").exit()).isEqualTo(USAGE);
  }

  @Test
  void textMayBeginWithAnAt() throws Exception {
    Path file = Files.writeString(folder.resolve("arguments"), "other");
    assertThat(sent(Tool.run("queue", "send", id, "@" + file, "--raw"))).isEqualTo("@" + file);
  }
}
