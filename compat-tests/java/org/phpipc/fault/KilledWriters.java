package org.phpipc.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.phpipc.fault.Worker.Language;
import org.phpipc.fault.Worker.Role;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.SharedVariables;
import org.phpipc.sysv.VariableTableException;

/**
 * A process that changes variables in shared memory is killed in the middle of it. Whatever it
 * leaves, Java says so or goes on; and PHP comes to a regular end with what Java leaves. (What PHP
 * leaves may crash PHP: that is not ours to change.)
 *
 * <p>The large values are made to be misread: while they move down by the size of a small one, what
 * a reader would take for the next chunk says that it has a string of a thousand gigabytes.
 */
final class KilledWriters {
  private static final int SIZE = 2_000_000;
  private static final int SMALL_VALUES = 50;
  private static final int LARGE_VALUES = 4;
  private static final byte[] SMALL = serialized(new byte[60]);
  private static final int SMALL_CHUNK = (int) SharedVariables.bytesFor(SMALL.length);
  private static final int LARGE_LENGTH = 240_000;

  /** Of the chunk that is none; {@code look.php} looks for it. */
  private static final int FALSE_KEY = 99;

  private static final int CHUNK_HEADER = 24;
  private static final int MOST_ROUNDS = 10;

  private KilledWriters() {}

  static void play(Stage stage, int kills) throws Exception {
    for (int kill = 0; kill < kills; kill++) {
      for (Language language : Language.values()) {
        killOne(stage, language);
      }
    }
  }

  private static void killOne(Stage stage, Language language) throws Exception {
    IpcKey key = stage.freeKey();
    try (SharedVariables variables = SharedVariables.create(key, SIZE, 0600)) {
      fill(variables);
      Worker writer = stage.start(language, Role.WRITER, key.value());
      stage.kill(writer, 1 + stage.random().nextInt(MOST_ROUNDS));
      stage.count("segments left damaged by " + language, isDamaged(variables) ? 1 : 0);
      if (language == Language.JAVA) {
        look(key);
      }
      variables.remove();
    }
  }

  private static void fill(SharedVariables variables) {
    for (int variable = 1; variable <= SMALL_VALUES + LARGE_VALUES; variable++) {
      variables.put(variable, variable <= SMALL_VALUES ? SMALL : misleading());
    }
  }

  /** A string with what looks like a chunk in it, as far from its end as a small chunk is long. */
  private static byte[] misleading() {
    byte[] value = serialized(new byte[LARGE_LENGTH]);
    int chunk = (int) SharedVariables.bytesFor(value.length);
    byte[] text = "s:999999999999:\"".getBytes(US_ASCII);
    ByteBuffer.wrap(value)
        .order(ByteOrder.nativeOrder())
        .position(chunk - SMALL_CHUNK - CHUNK_HEADER)
        .putLong(FALSE_KEY)
        .putLong(1L << 40)
        .putLong(SMALL_CHUNK)
        .put(text);
    return value;
  }

  private static byte[] serialized(byte[] string) {
    byte[] head = ("s:" + string.length + ":\"").getBytes(US_ASCII);
    return ByteBuffer.allocate(head.length + string.length + 2)
        .put(head)
        .put(string)
        .put("\";".getBytes(US_ASCII))
        .array();
  }

  /** Uses the segment in every way. */
  private static boolean isDamaged(SharedVariables variables) {
    try {
      variables.toMap();
      variables.put(100, new byte[100]);
      variables.delete(100);
      return false;
    } catch (VariableTableException e) {
      return true;
    }
  }

  private static void look(IpcKey key) throws Exception {
    List<String> command = List.of("php", "php-interop/fault/look.php", "" + key.value());
    Process php = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      assertThat(php.waitFor(60, TimeUnit.SECONDS)).as("PHP ends").isTrue();
      byte[] output = php.getInputStream().readAllBytes();
      assertThat(php.exitValue()).as(new String(output, US_ASCII)).isZero();
      assertThat(output).asString().isEqualTo("whole");
    } finally {
      php.destroyForcibly();
    }
  }
}
