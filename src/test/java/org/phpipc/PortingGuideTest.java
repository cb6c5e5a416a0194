package org.phpipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The porting guide points at lines: they are there, and show what the row is about. */
class PortingGuideTest {
  private static final Path GUIDE = Path.of("docs/porting.md");

  /** PHP's function, and where its line is. */
  private static final Pattern ROW =
      Pattern.compile("^\\| `[^`]*?(\\w+)\\([^`]*` \\|.*\\]\\(\\.\\./([^#)]+)#L(\\d+)\\) \\|$");

  @Test
  void everyLinkedLineShowsTheFunctionOfItsRow() throws Exception {
    List<MatchResult> rows =
        Files.readAllLines(GUIDE).stream().flatMap(line -> ROW.matcher(line).results()).toList();
    assertThat(rows).hasSizeGreaterThan(40);
    for (MatchResult row : rows) {
      List<String> source = Files.readAllLines(Path.of(row.group(2)));
      String line = source.get(Integer.parseInt(row.group(3)) - 1);
      assertThat(line).describedAs(row.group()).contains(inJava(row.group(1)));
    }
  }

  private static String inJava(String function) {
    return (function.equals("pcntl_fork") ? "pcntl_spawn" : function) + "(";
  }

  @Test
  void everyLinkedFileExists() throws Exception {
    Pattern link = Pattern.compile("\\]\\(([^#)]+)");
    for (MatchResult found : link.matcher(Files.readString(GUIDE)).results().toList()) {
      assertThat(GUIDE.resolveSibling(found.group(1))).exists();
    }
  }
}
