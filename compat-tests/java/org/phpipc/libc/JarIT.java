package org.phpipc.libc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.testing.Jvm;

/** The packaged jar has a binding for every Java, and chooses the best. */
class JarIT {
  private static final int FIRST_WITH_FOREIGN = 22;
  private static final boolean HAS_FOREIGN = Runtime.version().feature() >= FIRST_WITH_FOREIGN;

  @Test
  void jnaBindingIsForEveryJava() throws IOException {
    try (JarFile jar = jar()) {
      assertThat(jar.isMultiRelease()).isTrue();
      assertThat(jar.getEntry("org/phpipc/libc/jna/JnaIpcLibc.class")).isNotNull();
    }
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_22, disabledReason = "JDK 22 and later build this part")
  void foreignBindingIsForJava22() throws IOException {
    try (JarFile jar = jar()) {
      assertThat(jar.getEntry("META-INF/versions/22/org/phpipc/libc/foreign/ForeignIpcLibc.class"))
          .isNotNull();
      assertThat(jar.getEntry("org/phpipc/libc/foreign/ForeignIpcLibc.class")).isNull();
    }
  }

  @Test
  void foreignBindingIsChosenWhereJavaHasIt() {
    String chosen = System.getProperty(LibcLoader.PROPERTY, HAS_FOREIGN ? "foreign" : "jna");
    assertThat(IpcLibc.get().getClass().getSimpleName()).isEqualToIgnoringCase(chosen + "IpcLibc");
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_22, disabledReason = "Java 17 to 21 need JNA")
  void foreignBindingNeedsNoJna() throws Exception {
    List<String> command =
        Jvm.command(
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPathWithoutJna(),
            QueueCount.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    assertThat(new String(process.getInputStream().readAllBytes(), US_ASCII))
        .matches("\\d+ queues\n");
    assertThat(process.waitFor()).isZero();
  }

  /** Runs in a JVM of its own. */
  static final class QueueCount {
    public static void main(String[] args) {
      System.out.println(MessageQueue.list().size() + " queues");
    }
  }

  private static String classPathWithoutJna() {
    String separator = System.getProperty("path.separator");
    return String.join(
        separator,
        Arrays.stream(System.getProperty("java.class.path").split(separator))
            .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("jna"))
            .toList());
  }

  private static JarFile jar() throws IOException {
    return new JarFile(System.getProperty("phpipc.jar"));
  }
}
