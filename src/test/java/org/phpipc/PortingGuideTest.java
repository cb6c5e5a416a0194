package org.phpipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.phpipc.php.Cli;
import org.phpipc.php.Pcntl;
import org.phpipc.php.Posix;
import org.phpipc.php.Shmop;
import org.phpipc.php.Standard;
import org.phpipc.php.Sysvmsg;
import org.phpipc.php.Sysvsem;
import org.phpipc.php.Sysvshm;

/** The porting guide has a row for each function, and points at code that calls it. */
class PortingGuideTest {
  private static final Path GUIDE = Path.of("docs/porting.md");

  /** PHP's function, where it is shown, and the line if the link has one. */
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| `[^`]*?(\\w+)\\([^`]*`[^|]*\\|.*\\]\\(\\.\\./([^#)]+)(?:#L(\\d+))?\\) \\|$");

  private static final List<Class<?>> FACES =
      List.of(
          Sysvmsg.class,
          Sysvshm.class,
          Sysvsem.class,
          Shmop.class,
          Pcntl.class,
          Posix.class,
          Cli.class,
          Standard.class);

  @Test
  void everyLinkedFileCallsTheFunctionOfItsRow() throws Exception {
    assertThat(rows()).hasSizeGreaterThan(80);
    for (MatchResult row : rows()) {
      assertThat(Files.readString(Path.of(row.group(2))))
          .describedAs(row.group())
          .contains(inJava(row.group(1)));
    }
  }

  @Test
  void everyLinkedLineShowsTheFunctionOfItsRow() throws Exception {
    List<MatchResult> rows = rows().stream().filter(row -> row.group(3) != null).toList();
    assertThat(rows).hasSizeGreaterThan(30);
    for (MatchResult row : rows) {
      List<String> source = Files.readAllLines(Path.of(row.group(2)));
      String line = source.get(Integer.parseInt(row.group(3)) - 1);
      assertThat(line).describedAs(row.group()).contains(inJava(row.group(1)));
    }
  }

  @Test
  void everyFunctionHasARow() throws Exception {
    List<String> rows =
        Files.readAllLines(GUIDE).stream().filter(l -> l.startsWith("| `")).toList();
    Stream<Method> functions = FACES.stream().flatMap(face -> Arrays.stream(face.getMethods()));
    assertThat(functions.filter(method -> Modifier.isStatic(method.getModifiers())))
        .map(Method::getName)
        .allSatisfy(name -> assertThat(rows).anyMatch(row -> row.contains(name + "(")));
  }

  private static List<MatchResult> rows() throws IOException {
    return Files.readAllLines(GUIDE).stream().flatMap(line -> ROW.matcher(line).results()).toList();
  }

  private static String inJava(String function) {
    return switch (function) {
      case "pcntl_fork" -> "pcntl_spawn(";
      case "exit" -> "System.exit(";
      default -> function + "(";
    };
  }
}
