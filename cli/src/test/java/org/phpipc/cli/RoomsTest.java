package org.phpipc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rooms of the command line: which may use which. Arrows go down only. */
class RoomsTest {
  private static final Path ROOMS = Path.of("cli/src/main/java/org/phpipc/cli");

  /** From the bottom: a room may use those before it. */
  private static final List<String> ORDER =
      List.of(
          "text",
          "console",
          "notation",
          "view",
          "archive",
          "convert",
          "doctor",
          "object",
          "queue",
          "task",
          "demo",
          "top");

  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?org\\.phpipc\\.cli\\.([a-z]+)\\.", Pattern.MULTILINE);

  @Test
  void everyRoomHasItsPlace() throws IOException {
    try (Stream<Path> rooms = Files.list(ROOMS)) {
      assertThat(rooms.filter(Files::isDirectory).map(room -> room.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(ORDER);
    }
  }

  @Test
  void noRoomUsesOneAboveIt() throws IOException {
    List<String> upward = new ArrayList<>();
    for (String room : ORDER) {
      try (Stream<Path> files = Files.list(ROOMS.resolve(room))) {
        for (Path file : files.toList()) {
          Matcher used = IMPORT.matcher(Files.readString(file));
          while (used.find()) {
            if (ORDER.indexOf(used.group(1)) > ORDER.indexOf(room)) {
              upward.add(room + "/" + file.getFileName() + " uses " + used.group(1));
            }
          }
        }
      }
    }
    assertThat(upward).isEmpty();
  }
}
