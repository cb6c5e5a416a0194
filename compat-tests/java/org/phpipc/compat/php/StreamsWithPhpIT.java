package org.phpipc.compat.php;

import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.php.Standard.FILE_APPEND;
import static org.phpipc.php.Standard.LOCK_EX;
import static org.phpipc.php.Standard.fclose;
import static org.phpipc.php.Standard.feof;
import static org.phpipc.php.Standard.fflush;
import static org.phpipc.php.Standard.fgets;
import static org.phpipc.php.Standard.file_exists;
import static org.phpipc.php.Standard.file_get_contents;
import static org.phpipc.php.Standard.file_put_contents;
import static org.phpipc.php.Standard.fopen;
import static org.phpipc.php.Standard.fread;
import static org.phpipc.php.Standard.fwrite;
import static org.phpipc.php.Standard.sleep;
import static org.phpipc.php.Standard.stream_select;
import static org.phpipc.php.Standard.stream_set_blocking;
import static org.phpipc.php.Standard.unlink;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.php.Posix;
import org.phpipc.php.Ref;
import org.phpipc.serialize.PhpString;
import org.phpipc.stream.PhpStream;
import org.phpipc.testing.Outcome;
import org.phpipc.testing.Php;

/** PHP's streams on files and named pipes, and their Java twins. */
class StreamsWithPhpIT {
  @RegisterExtension static final Php php = new Php();
  @TempDir private Path folder;

  @Test
  void linesAndEndOfAFile() {
    String file = file("one\ntwo");
    same(
        "(function ($f) { return [fgets($f), feof($f), fgets($f), feof($f), fgets($f), feof($f)]; })"
            + String.format(Locale.ROOT, "(fopen('%s', 'r'))", file),
        () -> {
          PhpStream f = fopen(file, "r");
          return list(fgets(f), feof(f), fgets(f), feof(f), fgets(f), feof(f));
        });
  }

  @Test
  void bytesAndEndOfAFile() {
    String file = file("one\ntwo");
    same(
        "(function ($f) { return [fread($f, 7), feof($f), fread($f, 1), feof($f), fgets($f, 3)]; })"
            + String.format(Locale.ROOT, "(fopen('%s', 'r'))", file),
        () -> {
          PhpStream f = fopen(file, "r");
          return list(fread(f, 7), feof(f), fread(f, 1), feof(f), fgets(f, 3));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"r", "r+", "w", "w+", "a", "a+", "x", "c", "c+", "rb", "z", "", "rw"})
  void modesOnAFileThatExists(String mode) {
    String ofPhp = file("old text");
    String ofJava = file("old text");
    Outcome expected =
        php.run(
            String.format(
                Locale.ROOT,
                "$f = fopen('%s', '%s');"
                    + " $r = $f ? [fread($f, 3), fwrite($f, 'new'), fgets($f), feof($f)] : $f;"
                    + " return [$r, file_get_contents('%s')];",
                ofPhp,
                mode,
                ofPhp));
    Outcome java =
        Outcome.inJava(
            () -> {
              PhpStream f = fopen(ofJava, mode);
              Object r =
                  f == null
                      ? false
                      : list(fread(f, 3), number(fwrite(f, "new")), fgets(f), feof(f));
              return Arrays.asList(r, file_get_contents(ofJava));
            });
    assertThat(unnamed(java, ofJava)).isEqualTo(unnamed(expected, ofPhp));
  }

  @ParameterizedTest
  @ValueSource(strings = {"r", "w", "a", "x", "c"})
  void modesOnAFileThatDoesNot(String mode) {
    String ofPhp = folder.resolve("php").toString();
    String ofJava = folder.resolve("java").toString();
    Outcome expected =
        php.run(
            String.format(
                Locale.ROOT,
                "$f = fopen('%s', '%s'); return (bool) $f . ($f ? decoct(fileperms('%s') & 0777) : '');",
                ofPhp,
                mode,
                ofPhp));
    Outcome java =
        Outcome.inJava(
            () -> {
              boolean opened = fopen(ofJava, mode) != null;
              String bits = String.format(Locale.ROOT, "decoct(fileperms('%s') & 0777)", ofJava);
              return opened ? "1" + php.call(bits).read() : "";
            });
    assertThat(unnamed(java, ofJava)).isEqualTo(unnamed(expected, ofPhp));
  }

  @Test
  void pathsThatCannotBeOpened() {
    same("fopen('/nonexistent/x', 'r')", () -> falsy(fopen("/nonexistent/x", "r")));
    same("fopen('/tmp', 'w')", () -> falsy(fopen("/tmp", "w")));
    same("fopen('', 'r')", () -> falsy(fopen("", "r")));
    same("fopen(\"a\\0b\", 'r')", () -> falsy(fopen("a\0b", "r")));
    same("fgets(fopen('/tmp', 'r'))", () -> falsy(fgets(fopen("/tmp", "r"))));
    same("file_get_contents('/nonexistent')", () -> falsy(file_get_contents("/nonexistent")));
    same("file_get_contents('/tmp')", () -> falsy(file_get_contents("/tmp")));
    same("file_put_contents('/tmp/', 'x')", () -> number(file_put_contents("/tmp/", "x")));
    same("unlink('/nonexistent')", () -> unlink("/nonexistent"));
    same("unlink('/tmp')", () -> unlink("/tmp"));
    same("unlink(\"a\\0b\")", () -> unlink("a\0b"));
    same(
        "[file_exists('/tmp'), file_exists('/nonexistent'), file_exists(\"a\\0b\")]",
        () -> list(file_exists("/tmp"), file_exists("/nonexistent"), file_exists("a\0b")));
    same("sleep(-1)", () -> sleep(-1));
    same("sleep(0)", () -> sleep(0));
  }

  @Test
  void argumentsThatAreRefused() {
    String file = file("x");
    php.run(String.format(Locale.ROOT, "$f = fopen('%s', 'w');", file));
    PhpStream f = fopen(file, "w");
    same("fread($f, 0)", () -> fread(f, 0));
    same("fread($f, 3)", () -> falsy(fread(f, 3)));
    same("fgets($f, 0)", () -> fgets(f, 0));
    same(
        "[fwrite($f, 'hello', 3), fwrite($f, 'x', -1), fwrite($f, ''), fwrite($f, 1.5)]",
        () -> list(fwrite(f, "hello", 3), fwrite(f, "x", -1), fwrite(f, ""), fwrite(f, 1.5)));
    same("[feof($f), fflush($f), fclose($f)]", () -> list(feof(f), fflush(f), fclose(f)));
    same("fread($f, 1)", () -> fread(f, 1));
    same("fwrite($f, 'x')", () -> fwrite(f, "x"));
    same("feof($f)", () -> feof(f));
  }

  @Test
  void writingToAFileThatIsOnlyRead() {
    String file = file("x");
    php.run(String.format(Locale.ROOT, "$f = fopen('%s', 'r');", file));
    PhpStream f = fopen(file, "r");
    same("fwrite($f, 'abc')", () -> number(fwrite(f, "abc")));
    same("fread($f, 10)", () -> fread(f, 10));
  }

  @Test
  void contentsArePutAndAppended() {
    String ofPhp = file("");
    String ofJava = file("");
    php.run(String.format(Locale.ROOT, "$p = '%s';", ofPhp));
    same("file_put_contents($p, 'abc')", () -> number(file_put_contents(ofJava, "abc")));
    same(
        "file_put_contents($p, 12, FILE_APPEND)",
        () -> number(file_put_contents(ofJava, 12, FILE_APPEND)));
    same("file_get_contents($p)", () -> file_get_contents(ofJava));
    same("unlink($p)", () -> unlink(ofJava));
  }

  @Test
  void elementsOfAnArrayAreWrittenOneBehindTheOther() {
    String ofPhp = file("");
    String ofJava = file("old");
    php.run(String.format(Locale.ROOT, "$p = '%s';", ofPhp));
    same(
        "[file_put_contents($p, ['a', 2.5, null, true], LOCK_EX), file_get_contents($p)]",
        () ->
            list(
                file_put_contents(ofJava, Arrays.asList("a", 2.5, null, true), LOCK_EX),
                file_get_contents(ofJava)));
    same(
        "file_put_contents('/dev/full', ['a', 'bc'])",
        () -> number(file_put_contents("/dev/full", List.of("a", "bc"))));
  }

  @Test
  void nothingIsWrittenToAClosedStream() {
    php.run("$f = fopen('/dev/null', 'w'); fclose($f);");
    PhpStream f = fopen("/dev/null", "w");
    fclose(f);
    same(
        "[fwrite($f, 'x', 0), fwrite($f, 'x', -1)]",
        () -> list(fwrite(f, "x", 0), fwrite(f, "x", -1)));
    same("fwrite($f, 'x', 1)", () -> fwrite(f, "x", 1));
    same(
        "(function ($r) { $w = $e = null; return stream_select($r, $w, $e, 0); })([$f])",
        () -> selected(List.of(f), null, 0));
  }

  @Test
  void lineAfterTheEndNeedsARead() {
    String file = file("a\n");
    php.run(String.format(Locale.ROOT, "$f = fopen('%s', 'r');", file));
    PhpStream f = fopen(file, "r");
    same("[fgets($f), fgets($f)]", () -> list(fgets(f), fgets(f)));
    file_put_contents(file, "b\nc\n", FILE_APPEND);
    String code = "[fgets($f), feof($f), fread($f, 1), feof($f), fgets($f), fgets($f)]";
    same(code, () -> list(fgets(f), feof(f), fread(f, 1), feof(f), fgets(f), fgets(f)));
  }

  @Test
  void pipeThatHadNoWriterYetIsAtItsEnd() {
    String fifo = fifo();
    String code = "[fread($f, 5), feof($f), stream_set_blocking($f, true), fread($f, 5), feof($f)]";
    php.run(String.format(Locale.ROOT, "$f = fopen('%s', 'rn');", fifo));
    PhpStream f = fopen(fifo, "rn");
    same(
        code, () -> list(fread(f, 5), feof(f), stream_set_blocking(f, true), fread(f, 5), feof(f)));
  }

  @Test
  void pipeThatDoesNotBlock() {
    String fifo = fifo();
    String code =
        "[stream_set_blocking($f, false), fread($f, 10), feof($f), fgets($f), fwrite($f, 'abc'),"
            + " fgets($f), fwrite($f, \"d\\ne\"), fgets($f), fread($f, 9), feof($f)]";
    php.run(String.format(Locale.ROOT, "$f = fopen('%s', 'r+');", fifo));
    Outcome expected = php.call(code);
    php.run("fclose($f);");
    PhpStream f = fopen(fifo, "r+");
    assertThat(
            Outcome.inJava(
                () ->
                    list(
                        stream_set_blocking(f, false),
                        fread(f, 10),
                        feof(f),
                        falsy(fgets(f)),
                        fwrite(f, "abc"),
                        fgets(f),
                        fwrite(f, "d\ne"),
                        fgets(f),
                        fread(f, 9),
                        feof(f))))
        .isEqualTo(expected);
    fclose(f);
  }

  @Test
  void fullPipeThatDoesNotBlockTakesWhatFits() {
    String fifo = fifo();
    String code =
        "(function ($f) { stream_set_blocking($f, false);"
            + " return [fwrite($f, str_repeat('x', 100000)), fwrite($f, 'y')]; })";
    Outcome expected = php.call(code + String.format(Locale.ROOT, "(fopen('%s', 'r+'))", fifo));
    PhpStream f = fopen(fifo, "r+");
    stream_set_blocking(f, false);
    assertThat(Outcome.inJava(() -> list(fwrite(f, "x".repeat(100_000)), fwrite(f, "y"))))
        .isEqualTo(expected);
    fclose(f);
  }

  @Test
  void whatPhpWritesToAPipeJavaReads() {
    String fifo = fifo();
    CompletableFuture<Outcome> writer =
        php.begin(
            "(function ($f) { $n = fwrite($f, \"Größe\\n\\xff\") + fwrite($f, str_repeat('x', 100000));"
                + String.format(
                    Locale.ROOT, " return [$n, fclose($f)]; })(fopen('%s', 'w'))", fifo));
    PhpStream f = fopen(fifo, "r");
    assertThat(fgets(f)).hasToString("Größe\n");
    assertThat(fread(f, 1)).isEqualTo(PhpString.of(new byte[] {(byte) 0xff}));
    assertThat(fread(f, 200_000)).hasToString("x".repeat(100_000));
    assertThat(feof(f)).isTrue();
    assertThat(writer.join()).isEqualTo(Outcome.inJava(() -> list(100_009, true)));
    fclose(f);
  }

  @Test
  void whatJavaWritesToAPipePhpReads() {
    String fifo = fifo();
    CompletableFuture<Outcome> reader =
        php.begin(
            "(function ($f) { return [fgets($f), md5(stream_get_contents($f)), feof($f)]; })"
                + String.format(Locale.ROOT, "(fopen('%s', 'r'))", fifo));
    PhpStream f = fopen(fifo, "w");
    assertThat(fwrite(f, "line\n")).isEqualTo(5);
    assertThat(fwrite(f, "y".repeat(300_000))).isEqualTo(300_000);
    fclose(f);
    assertThat(reader.join())
        .isEqualTo(php.call("[\"line\\n\", md5(str_repeat('y', 300000)), true]"));
  }

  @Test
  void writingWithoutAReaderFailsAsInPhp() {
    String fifo = fifo();
    String open =
        "(function ($p) { $r = fopen($p, 'rn'); $w = fopen($p, 'w'); fclose($r); return $w; })";
    Outcome expected = php.call("fwrite(" + open + "('" + fifo + "'), 'abc')");
    PhpStream r = fopen(fifo, "rn");
    PhpStream w = fopen(fifo, "w");
    fclose(r);
    assertThat(Outcome.inJava(() -> number(fwrite(w, "abc")))).isEqualTo(expected);
    fclose(w);
  }

  @Test
  void readerThatNeverComesRefusesAWriterThatDoesNotWait() {
    String fifo = fifo();
    same(String.format(Locale.ROOT, "fopen('%s', 'wn')", fifo), () -> falsy(fopen(fifo, "wn")));
  }

  @Test
  void selectTellsWhichStreamsAreReady() {
    String fifo = fifo();
    php.run(
        String.format(
            Locale.ROOT, "$f = fopen('%s', 'r+'); $g = fopen('%s', 'r+');", fifo, fifo()));
    String nothing =
        "(function ($r) { $w = $e = null; return [stream_select($r, $w, $e, 0), count($r)]; })";
    String both =
        "(function ($r, $w) { $e = []; return [stream_select($r, $w, $e, 5), count($r), count($w)]; })";
    PhpStream f = fopen(fifo(), "r+");
    PhpStream g = fopen(fifo(), "r+");
    same(nothing + "([$f])", () -> selected(List.of(f), null, 0));
    php.run("fwrite($f, \"a\\nb\\n\");");
    fwrite(f, "a\nb\n");
    same(both + "([$f, $g], [$g])", () -> selected(List.of(f, g), List.of(g), 5));
    php.run("fgets($f);");
    fgets(f);
    same(both + "([$f, $g], [$g])", () -> selected(List.of(f, g), List.of(g), 5));
    same(nothing + "([])", () -> selected(List.of(), null, 0));
    String negative = "(function ($r) { $w = $e = null; return stream_select($r, $w, $e, -1); })";
    same(negative + "([$f])", () -> selected(List.of(f), null, -1));
    php.run("fclose($f); fclose($g);");
    fclose(f);
    fclose(g);
  }

  @Test
  void selectCountsAStreamThatIsNamedTwiceOnce() {
    php.run("$f = fopen('/dev/null', 'r');");
    PhpStream f = fopen("/dev/null", "r");
    String code =
        "(function ($r) { $w = $e = null; return [stream_select($r, $w, $e, 0), count($r)]; })";
    same(code + "([$f, $f])", () -> selected(List.of(f, f), null, 0));
    php.run("fclose($f);");
    fclose(f);
  }

  @Test
  void selectCountsAStreamThatIsNamedTwiceAndHasBytesReadAheadTwice() {
    String file = file("a\nb\n");
    php.run(String.format(Locale.ROOT, "$f = fopen('%s', 'r'); fgets($f);", file));
    PhpStream f = fopen(file, "r");
    fgets(f);
    String code =
        "(function ($r) { $w = $e = null; return [stream_select($r, $w, $e, 0), count($r)]; })";
    same(code + "([$f, $f])", () -> selected(List.of(f, f), null, 0));
    php.run("fclose($f);");
    fclose(f);
  }

  @Test
  void selectRefusesAClosedStreamBesideAnOpenOne() {
    php.run("$f = fopen('/dev/null', 'r'); $g = fopen('/dev/null', 'r'); fclose($g);");
    PhpStream f = fopen("/dev/null", "r");
    PhpStream g = fopen("/dev/null", "r");
    fclose(g);
    String read = "(function ($r) { $w = $e = null; return stream_select($r, $w, $e, 0); })";
    same(read + "([$f, $g])", () -> selected(List.of(f, g), null, 0));
    same(read + "([$g, $f])", () -> selected(List.of(g, f), null, 0));
    String write = "(function ($r, $w) { $e = []; return stream_select($r, $w, $e, 0); })";
    same(write + "([$f], [$g])", () -> selected(List.of(f), List.of(g), 0));
    php.run("fclose($f);");
    fclose(f);
  }

  @Test
  void selectWaitsForUrgentDataAlone() {
    php.run("$f = fopen('/dev/null', 'r'); $r = $w = null; $e = [$f];");
    PhpStream f = fopen("/dev/null", "r");
    Ref<List<PhpStream>> urgent = new Ref<>(List.of(f));
    same(
        "[stream_select($r, $w, $e, 0), count($e)]",
        () -> list(stream_select(new Ref<>(), new Ref<>(), urgent, 0), urgent.value.size()));
    php.run("fclose($f);");
    fclose(f);
  }

  private static List<Object> selected(
      List<PhpStream> read, List<PhpStream> write, Integer seconds) {
    Ref<List<PhpStream>> r = new Ref<>(read);
    Ref<List<PhpStream>> w = new Ref<>(write);
    int ready = stream_select(r, w, new Ref<>(write == null ? null : List.of()), seconds);
    List<Object> result = new ArrayList<>(List.of(ready, r.value.size()));
    if (write != null) {
      result.add(w.value.size());
    }
    return result;
  }

  private String file(String content) {
    try {
      Path file = java.nio.file.Files.createTempFile(folder, "f", "");
      return java.nio.file.Files.writeString(file, content).toString();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private String fifo() {
    String path = folder.resolve("fifo" + System.nanoTime()).toString();
    assertThat(Posix.posix_mkfifo(path, 0600)).isTrue();
    return path;
  }

  /** Without the name of the file, which is another one on each side. */
  private static Outcome unnamed(Outcome outcome, String file) {
    List<String> warnings =
        outcome.warnings().stream().map(text -> text.replace(file, "FILE")).toList();
    return new Outcome(outcome.value(), warnings, outcome.thrown());
  }

  static Object falsy(Object value) {
    return value == null ? false : value;
  }

  static Object number(int value) {
    return value == -1 ? (Object) false : value;
  }

  /** PHP's false in place of null. */
  private static List<Object> list(Object... values) {
    return Arrays.stream(values).map(StreamsWithPhpIT::falsy).toList();
  }

  private static void same(String expression, Callable<?> java) {
    assertThat(Outcome.inJava(java)).describedAs(expression).isEqualTo(php.call(expression));
  }
}
