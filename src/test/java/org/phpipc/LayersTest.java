package org.phpipc;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The layers of the library: which package may use which. Arrows go down only. The other modules
 * see what the library's module descriptor exports.
 */
class LayersTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final String ROOT = "org.phpipc";

  /** Package, and the packages of the library that it may use besides {@code org.phpipc}. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          entry("", Set.of()),
          entry("file", Set.of()),
          entry("libc", Set.of()),
          entry("serialize", Set.of()),
          entry("wait", Set.of("libc")),
          entry("sysv", Set.of("libc", "wait")),
          entry("process", Set.of("libc", "wait")),
          entry("stream", Set.of("process")),
          entry("reliable", Set.of("sysv", "file")),
          entry("swoole", Set.of("sysv", "serialize", "file", "reliable")),
          entry("php", Set.of("sysv", "process", "stream", "serialize")));

  /** A mention of another package of the library in code: an import or a full name. */
  private static final Pattern MENTION = Pattern.compile("\\borg\\.phpipc\\.([a-z][a-z0-9]*)\\b");

  private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\n]*", Pattern.DOTALL);
  private static final Pattern THIRD_PARTY =
      Pattern.compile(
          "^import (?:static )?((?!java|org\\.phpipc|org\\.jspecify)\\S+);", Pattern.MULTILINE);

  @Test
  void everyPackageHasItsRow() {
    assertThat(sources().stream().map(LayersTest::room)).isSubsetOf(MAY_USE.keySet());
  }

  @Test
  void everyPackageSaysWhatLivesThere() {
    assertThat(sources().stream().map(Path::getParent).distinct())
        .filteredOn(folder -> !folder.equals(SOURCES))
        .allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
  }

  @Test
  void noPackageUsesWhatItMayNot() {
    List<String> violations = new ArrayList<>();
    for (Path source : sources()) {
      Set<String> allowed = new TreeSet<>(MAY_USE.get(room(source)));
      allowed.add(room(source));
      for (String used : matches(MENTION, source)) {
        if (!allowed.contains(used)) {
          violations.add(source + " uses " + used);
        }
      }
    }
    assertThat(violations).isEmpty();
  }

  @Test
  void theFormatUsesNothingButTheJdk() {
    assertThat(thirdParty("serialize")).isEmpty();
  }

  @Test
  void onlyThePortKnowsNativeCode() {
    assertThat(sources())
        .filteredOn(source -> !room(source).equals("libc"))
        .allSatisfy(
            source ->
                assertThat(code(source))
                    .doesNotContain("com.sun.jna", "java.lang.foreign", "\"os.arch\""));
  }

  private static List<String> thirdParty(String room) {
    return sources().stream()
        .filter(source -> room(source).equals(room))
        .flatMap(source -> matches(THIRD_PARTY, source).stream())
        .toList();
  }

  private static List<Path> sources() {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("module-info.java"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The package below the root; a package below that belongs to it. */
  private static String room(Path source) {
    String packageName = SOURCES.relativize(source.getParent()).toString().replace('/', '.');
    return packageName.equals(ROOT) ? "" : packageName.split("\\.")[2];
  }

  private static Set<String> matches(Pattern pattern, Path source) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = pattern.matcher(code(source));
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static String code(Path source) {
    try {
      return COMMENT.matcher(Files.readString(source)).replaceAll("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
