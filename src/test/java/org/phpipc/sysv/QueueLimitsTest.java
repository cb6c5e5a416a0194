package org.phpipc.sysv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class QueueLimitsTest {

  @Test
  void limitsAreThoseThatProcShows() throws IOException {
    assertThat(QueueLimits.read())
        .isEqualTo(new QueueLimits(proc("msgmax"), proc("msgmnb"), proc("msgmni")));
  }

  private static int proc(String name) throws IOException {
    Path file = Path.of("/proc/sys/kernel", name);
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      return Integer.parseInt(reader.readLine().strip());
    }
  }
}
