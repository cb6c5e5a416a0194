package org.phpipc.compat.php;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.phpipc.php.Sysvshm.shm_attach;
import static org.phpipc.php.Sysvshm.shm_detach;
import static org.phpipc.php.Sysvshm.shm_get_var;
import static org.phpipc.php.Sysvshm.shm_has_var;
import static org.phpipc.php.Sysvshm.shm_put_var;
import static org.phpipc.php.Sysvshm.shm_remove;
import static org.phpipc.php.Sysvshm.shm_remove_var;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.php.Standard;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.SharedSegment;
import org.phpipc.sysv.SharedVariables;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Outcome;
import org.phpipc.testing.Php;
import org.phpipc.testing.Unprivileged;

/** PHP's sysvshm and its Java twin: outcomes and every byte of the segments must agree. */
class VariablesWithPhpIT {
  @RegisterExtension private static final Php php = new Php();
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();

  private final IpcKey key = kernel.freeKey();

  /** Texts name the key: each side works under the same one, on a segment that is made alike. */
  private void inTurn(String expression, Callable<?> java) {
    Outcome inPhp = php.call(expression);
    php.run("unset($s);");
    byte[] left = takeAway();
    assertThat(Outcome.inJava(java)).describedAs(expression).isEqualTo(inPhp);
    assertThat(takeAway()).describedAs(expression).isEqualTo(left);
  }

  /** The bytes under the key, whose segment is gone then. */
  private byte[] takeAway() {
    if (!SharedSegment.exists(key)) {
      return new byte[0];
    }
    try (SharedSegment segment = SharedSegment.open(key)) {
      segment.remove();
      return segment.read(0, (int) segment.size());
    }
  }

  private static Outcome bytesOf(IpcKey key) {
    return php.call("shmop_read(shmop_open(" + key.value() + ", 'a', 0, 0), 0, 0)");
  }

  @Nested
  class SameBytes {
    private static final int OPERATIONS = 200;
    private static final int KEYS = 12;

    @RepeatedTest(10)
    void randomOperationsLeaveTheSameBytes() {
      long seed = System.nanoTime();
      Random random = new Random(seed);
      IpcKey ofPhp = kernel.freeKey();
      long size = 40L + random.nextInt(3_000);
      php.run("$s = shm_attach(" + ofPhp.value() + ", " + size + ");");
      try (SharedVariables shm = shm_attach(key.value(), size)) {
        for (int i = 0; i < OPERATIONS; i++) {
          String operation = "seed " + seed + ", size " + size + ", operation " + i;
          oneOperation(operation, random, shm);
          assertThat(Outcome.inJava(() -> read(key)))
              .describedAs(operation)
              .isEqualTo(bytesOf(ofPhp));
        }
      }
      php.run("unset($s);");
    }

    private void oneOperation(String description, Random random, SharedVariables shm) {
      long variable = (long) random.nextInt(KEYS) - KEYS / 2;
      int kind = random.nextInt(10);
      Object value = value(random);
      Outcome inPhp;
      Outcome inJava;
      if (kind < 6) {
        String literal = "unserialize(" + Php.literal(Standard.serialize(value)) + ")";
        inPhp = php.call("shm_put_var($s, " + variable + ", " + literal + ")");
        inJava = Outcome.inJava(() -> shm_put_var(shm, variable, value));
      } else if (kind < 8) {
        inPhp = php.call("shm_remove_var($s, " + variable + ")");
        inJava = Outcome.inJava(() -> shm_remove_var(shm, variable));
      } else {
        inPhp = php.call("[shm_has_var($s, " + variable + "), shm_get_var($s, " + variable + ")]");
        inJava =
            Outcome.inJava(
                () -> Arrays.asList(shm_has_var(shm, variable), shm_get_var(shm, variable)));
      }
      assertThat(inJava).describedAs(description).isEqualTo(inPhp);
    }

    private byte[] read(IpcKey of) {
      try (SharedSegment segment = SharedSegment.openReadOnly(of)) {
        return segment.read(0, (int) segment.size());
      }
    }
  }

  /** A value of any kind; most are small, some do not fit. */
  private static Object value(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong();
      case 3 -> random.nextGaussian();
      case 4 -> "x".repeat(random.nextInt(20));
      case 5 -> "\u00e9".repeat(random.nextInt(800));
      case 6 -> Arrays.asList(random.nextInt(), "text", null, List.of(1.5, true));
      default -> Map.of("key " + random.nextInt(), random.nextInt());
    };
  }

  @Nested
  class Values {
    @Test
    void everyKindOfValueGoesBothWays() {
      php.run("$s = shm_attach(" + key.value() + ", 100000);");
      try (SharedVariables shm = shm_attach(key.value())) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
          Object value = value(random);
          shm_put_var(shm, 1, value);
          Outcome inPhp = php.call("shm_get_var($s, 1)");
          assertThat(Outcome.inJava(() -> value)).describedAs("seed " + seed).isEqualTo(inPhp);
          php.run("shm_put_var($s, 2, shm_get_var($s, 1));");
          assertThat(Outcome.inJava(() -> shm_get_var(shm, 2))).isEqualTo(inPhp);
        }
      }
      php.run("unset($s);");
    }

    @Test
    void objectsAndBytesArriveInJavaAsPhpPutThem() {
      php.run("$s = shm_attach(" + key.value() + ");");
      try (SharedVariables shm = shm_attach(key.value())) {
        php.run("$o = new stdClass; $o->a = [1, $o]; shm_put_var($s, 1, $o);");
        php.run("shm_put_var($s, 2, \"\\xff\\0\"); shm_put_var($s, 3, -0.0);");
        for (int variable = 1; variable <= 3; variable++) {
          int wanted = variable;
          assertThat(Outcome.inJava(() -> shm_get_var(shm, wanted)))
              .isEqualTo(php.call("shm_get_var($s, " + variable + ")"));
        }
      }
      php.run("unset($s, $o);");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "PHP_INT_MIN", "PHP_INT_MAX"})
    void everyKeyIsPossibleAlike(String variable) {
      long number =
          variable.equals("PHP_INT_MIN")
              ? Long.MIN_VALUE
              : variable.equals("PHP_INT_MAX") ? Long.MAX_VALUE : Long.parseLong(variable);
      inTurn(
          String.format(
              Locale.ROOT,
              "[($s = shm_attach(%d)) !== false, shm_get_var($s, %s), shm_put_var($s, %s, []), shm_get_var($s, %s), shm_has_var($s, %s), shm_remove_var($s, %s), shm_remove_var($s, %s)]",
              key.value(),
              variable,
              variable,
              variable,
              variable,
              variable,
              variable),
          () -> {
            try (SharedVariables s = shm_attach(key.value())) {
              return Arrays.asList(
                  s != null,
                  shm_get_var(s, number),
                  shm_put_var(s, number, List.of()),
                  shm_get_var(s, number),
                  shm_has_var(s, number),
                  shm_remove_var(s, number),
                  shm_remove_var(s, number));
            }
          });
    }

    @Test
    void failedUpdateLosesTheOldValueAlike() {
      inTurn(
          String.format(
              Locale.ROOT,
              "[($s = shm_attach(%d, 256)) !== false, shm_put_var($s, 1, 'old'), shm_put_var($s, 2, 2), shm_put_var($s, 1, str_repeat('A', 300)), shm_has_var($s, 1), shm_get_var($s, 2)]",
              key.value()),
          () -> {
            try (SharedVariables s = shm_attach(key.value(), 256L)) {
              return Arrays.asList(
                  s != null,
                  shm_put_var(s, 1, "old"),
                  shm_put_var(s, 2, 2),
                  shm_put_var(s, 1, "A".repeat(300)),
                  shm_has_var(s, 1),
                  shm_get_var(s, 2));
            }
          });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "i:42", "i:42;trailing", "s:5:\"a\";", "b:0;", "N;"})
    void brokenBytesAnswerAlike(String bytes) {
      try (SharedVariables raw = SharedVariables.openOrCreate(key)) {
        raw.put(1, bytes.getBytes(ISO_8859_1));
        php.run("$s = shm_attach(" + key.value() + ");");
        same("shm_get_var($s, 1)", () -> shm_get_var(raw, 1));
        php.run("unset($s);");
      }
    }
  }

  @Nested
  class Attaching {
    @ParameterizedTest
    @CsvSource({"39", "40", "41", "0", "-1", "79", "80", "100", "10000", "9223372036854775807"})
    void newSegmentOfAnySizeAnswersAlike(long size) {
      inTurn(
          String.format(
              Locale.ROOT,
              "($s = shm_attach(%d, %d)) ? [shm_put_var($s, 1, 1), shm_get_var($s, 1)] : false",
              key.value(),
              size),
          () -> {
            SharedVariables s = shm_attach(key.value(), size);
            if (s == null) {
              return false;
            }
            List<Object> answers = Arrays.asList(shm_put_var(s, 1, 1), shm_get_var(s, 1));
            s.close();
            return answers;
          });
    }

    @Test
    void sizeIsPhpsWhereNoneIsGiven() {
      inTurn(
          String.format(Locale.ROOT, "($s = shm_attach(%d, null, 0640)) !== false", key.value()),
          () -> {
            try (SharedVariables s = shm_attach(key.value(), null, 0640)) {
              return s != null;
            }
          });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 39, 100, 100_000})
    void sizeOfAnExistingSegmentStaysAlike(long size) {
      SharedVariables.create(key, 256, 0600).close();
      same(
          String.format(Locale.ROOT, "($s = shm_attach(%d, %d)) !== false", key.value(), size),
          () -> {
            try (SharedVariables s = shm_attach(key.value(), size)) {
              return s != null && s.status().bytes() == 256;
            }
          });
      php.run("unset($s);");
      assertThat(bytesOf(key).value().length()).isGreaterThan(256);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 39})
    void refusalsNameTheWholeKeyAlike(long size) {
      long wide = (-1L << 32) | Integer.toUnsignedLong(kernel.freeKey().value());
      same("shm_attach(" + wide + ", " + size + ")", () -> shm_attach(wide, size) != null);
    }

    @ParameterizedTest
    @ValueSource(longs = {256, 255, 100, 41, 40})
    void foreignSegmentIsOverwrittenAlike(long size) {
      IpcKey ofPhp = kernel.freeKey();
      for (IpcKey each : List.of(key, ofPhp)) {
        try (SharedSegment raw = SharedSegment.create(each, 256)) {
          byte[] ones = new byte[256];
          Arrays.fill(ones, (byte) 0xff);
          raw.write(0, ones);
        }
      }
      php.run("$s = shm_attach(" + ofPhp.value() + ", " + size + "); shm_put_var($s, 1, 'x');");
      php.run("unset($s);");
      Outcome.inJava(
          () -> {
            try (SharedVariables s = shm_attach(key.value(), size)) {
              return shm_put_var(s, 1, "x");
            }
          });
      assertThat(bytesOf(key)).isEqualTo(bytesOf(ofPhp));
    }

    @Test
    void privateSegmentsAreAllDifferentAlike() {
      same(
          "[shm_put_var($s = shm_attach(0), 1, 1), shm_has_var($n = shm_attach(0), 1), shm_remove($s), shm_remove($n)]",
          () -> {
            try (SharedVariables s = shm_attach(0);
                SharedVariables n = shm_attach(0)) {
              return Arrays.asList(
                  shm_put_var(s, 1, 1), shm_has_var(n, 1), shm_remove(s), shm_remove(n));
            }
          });
      php.run("unset($s, $n);");
    }

    @Test
    void detachedVariablesAnswerAlike() {
      php.run("$s = shm_attach(" + key.value() + "); shm_detach($s);");
      SharedVariables shm = shm_attach(key.value());
      shm_detach(shm);
      same("shm_detach($s)", () -> shm_detach(shm));
      same("shm_remove($s)", () -> shm_remove(shm));
      same("shm_put_var($s, 1, 1)", () -> shm_put_var(shm, 1, 1));
      same("shm_get_var($s, 1)", () -> shm_get_var(shm, 1));
      same("shm_has_var($s, 1)", () -> shm_has_var(shm, 1));
      same("shm_remove_var($s, 1)", () -> shm_remove_var(shm, 1));
      php.run("unset($s);");
    }

    @Test
    void removedVariablesStayUsableAlike() {
      inTurn(
          String.format(
              Locale.ROOT,
              "[($s = shm_attach(%d)) !== false, shm_remove($s), shm_remove($s), shm_put_var($s, -1, 'after'), shm_get_var($s, -1), shm_detach($s)]",
              key.value()),
          () -> {
            SharedVariables s = shm_attach(key.value());
            return Arrays.asList(
                s != null,
                shm_remove(s),
                shm_remove(s),
                shm_put_var(s, -1, "after"),
                shm_get_var(s, -1),
                shm_detach(s));
          });
    }

    @Test
    void noVariablesAreRefusedAlike() {
      same("shm_detach(false)", () -> shm_detach(null));
      same("shm_remove(false)", () -> shm_remove(null));
      same("shm_put_var(false, 1, 1)", () -> shm_put_var(null, 1, 1));
      same("shm_get_var(false, 1)", () -> shm_get_var(null, 1));
      same("shm_has_var(false, 1)", () -> shm_has_var(null, 1));
      same("shm_remove_var(false, 1)", () -> shm_remove_var(null, 1));
    }
  }

  @Nested
  class Rights {
    @RegisterExtension static final Php nobody = new Php();

    @Test
    void strangersAreRefusedAlike() {
      assumeTrue(Unprivileged.isRoot(), "only root can become a second user");
      nobody.run("posix_seteuid(" + Unprivileged.NOBODY + ");");
      SharedVariables.create(key, 256, 0644).close();
      denied("shm_attach(" + key.value() + ")", () -> shm_attach(key.value()) != null);
    }

    @Test
    void strangersMayNotRemove() throws Exception {
      assumeTrue(Unprivileged.isRoot(), "only root can become a second user");
      nobody.run("posix_seteuid(" + Unprivileged.NOBODY + ");");
      try (SharedVariables shm = SharedVariables.create(key, 256, 0666)) {
        Outcome inPhp = nobody.call("shm_remove($s = shm_attach(" + key.value() + "))");
        Outcome inJava = Outcome.inJava(() -> Unprivileged.call(() -> shm_remove(shm)));
        nobody.run("unset($s);");
        assertThat(withoutId(inJava)).isEqualTo(withoutId(inPhp));
        assertThat(inJava.value()).isEqualTo("b:0;");
      }
    }

    /** PHP's id is an address. */
    private String withoutId(Outcome outcome) {
      return outcome.toString().replaceAll("id \\d+", "id");
    }

    private void denied(String expression, Callable<?> java) {
      assertThat(Outcome.inJava(() -> Unprivileged.call(java))).isEqualTo(nobody.call(expression));
    }
  }

  @Nested
  class Damaged {
    /** Where PHP 8.2 would crash or go wrong, Java refuses and writes nothing. */
    @ParameterizedTest
    @ValueSource(ints = {8, 16, 24, 32})
    void damagedHeaderIsRefused(int field) {
      SharedVariables.create(key, 256, 0600).close();
      try (SharedSegment segment = SharedSegment.open(key);
          SharedVariables attached = shm_attach(key.value())) {
        segment.write(field, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});
        byte[] before = segment.read(0, 256);
        String corrupted = "Variable data in shared memory is corrupted";
        refused("shm_put_var", corrupted, () -> shm_put_var(attached, 1, 1));
        refused("shm_get_var", corrupted, () -> shm_get_var(attached, 1));
        refused("shm_has_var", corrupted, () -> shm_has_var(attached, 1));
        refused("shm_remove_var", corrupted, () -> shm_remove_var(attached, 1));
        same(
            String.format(Locale.ROOT, "shm_attach(%d) !== false", key.value()),
            () -> shm_attach(key.value()) != null);
        assertThat(segment.read(0, 256)).isEqualTo(before);
      }
    }

    private void refused(String function, String text, Callable<?> call) {
      assertThat(Outcome.inJava(call))
          .isEqualTo(new Outcome("b:0;", List.of("Warning: " + function + "(): " + text), ""));
    }
  }

  private static void same(String expression, Callable<?> java) {
    assertThat(Outcome.inJava(java)).describedAs(expression).isEqualTo(php.call(expression));
  }
}
