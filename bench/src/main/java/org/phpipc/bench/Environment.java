package org.phpipc.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.stream.Stream;

/** Where and with what a run was made. */
record Environment(
    String date, String processor, int processors, String kernel, String java, String php) {

  static Environment current() throws IOException {
    return new Environment(
        LocalDate.now(ZoneOffset.UTC).toString(),
        processorModel(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        phpVersion());
  }

  /** A processor of ARM has no name there. */
  private static String processorModel() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    }
  }

  private static String phpVersion() throws IOException {
    Process php = new ProcessBuilder("php", "-r", "echo PHP_VERSION;").start();
    try (var out = php.inputReader()) {
      return out.readLine();
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%s, %d × %s, %s, %s, PHP %s", date, processors, processor, kernel, java, php);
  }
}
