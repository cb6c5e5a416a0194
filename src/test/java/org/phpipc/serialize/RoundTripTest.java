package org.phpipc.serialize;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** What is written is read back as it was. */
class RoundTripTest {

  @PhpClass("Leaf")
  record Leaf(
      @PhpVisibility(Visibility.PROTECTED) String text,
      int number,
      Optional<Double> ratio,
      List<Long> longs) {}

  @PhpClass("Tree")
  record Tree(
      Color color, Map<String, Leaf> leaves, Set<Short> shorts, @MappingTest.Nullable Tree next) {}

  @PhpClass("Color")
  enum Color {
    RED,
    GREEN
  }

  private final PhpSerializer mapping =
      PhpSerializer.builder().register(Leaf.class, Tree.class, Color.class).build();

  @Property(tries = 2000)
  void plainValuesComeBackAsTheSameBytes(@ForAll("values") Object value) {
    byte[] bytes = PhpSerializer.standard().write(value);
    Object read = PhpSerializer.standard().read(bytes);
    assertThat(PhpSerializer.standard().write(read)).isEqualTo(bytes);
    assertThat(mapping.write(mapping.read(bytes))).isEqualTo(bytes);
  }

  @Property
  void intsComeBackEqual(@ForAll long value) {
    assertThat(mapping.read(mapping.write(value))).isEqualTo(value);
  }

  @Property
  void floatsComeBackEqualInBothPrecisions(@ForAll double value) {
    PhpSerializer digits = mapping.toBuilder().precision(17).build();
    assertThat(mapping.read(mapping.write(value))).isEqualTo(value);
    assertThat(digits.read(digits.write(value))).isEqualTo(value);
  }

  @Property
  void bytesComeBackEqual(@ForAll byte[] value) {
    assertThat(mapping.read(mapping.write(value), byte[].class)).isEqualTo(value);
  }

  @Property(tries = 500)
  void mappedValuesComeBackEqual(@ForAll("trees") Tree tree) {
    byte[] bytes = mapping.write(tree);
    assertThat(mapping.read(bytes, Tree.class)).isEqualTo(tree);
    assertThat(mapping.read(bytes)).isEqualTo(tree);
    assertThat(PhpSerializer.standard().write(PhpSerializer.standard().read(bytes)))
        .isEqualTo(bytes);
  }

  @Property(tries = 500)
  void datesComeBackToTheMicrosecond(
      @ForAll @LongRange(min = -100_000_000_000L, max = 400_000_000_000L) long seconds,
      @ForAll @LongRange(max = 999_999_999) long nanos,
      @ForAll("zones") ZoneId zone) {
    Instant instant = Instant.ofEpochSecond(seconds, nanos);
    ZonedDateTime date = instant.atZone(zone);
    ZonedDateTime read = mapping.read(mapping.write(date), ZonedDateTime.class);
    assertThat(read.toLocalDateTime())
        .isEqualTo(date.toLocalDateTime().truncatedTo(ChronoUnit.MICROS));
    assertThat(mapping.read(mapping.write(instant), Instant.class))
        .isEqualTo(instant.truncatedTo(ChronoUnit.MICROS));
  }

  @Property(tries = 500)
  void sessionsComeBackAsTheSameBytes(
      @ForAll("sessions") Map<String, Object> variables, @ForAll PhpSession.Format format) {
    PhpSession session = new PhpSession(format, PhpSerializer.standard());
    byte[] bytes = session.write(variables);
    assertThat(session.write(session.read(bytes))).isEqualTo(bytes);
  }

  @Provide
  Arbitrary<Object> values() {
    return Arbitraries.randomValue(random -> new RandomValues(random).next());
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of("UTC", "+02:00", "Z", "-03:30", "Europe/Berlin", "Asia/Tokyo")
        .map(ZoneId::of);
  }

  @Provide
  Arbitrary<Map<String, Object>> sessions() {
    return Arbitraries.randomValue(
        random -> {
          RandomValues values = new RandomValues(random);
          Map<String, Object> variables = new LinkedHashMap<>();
          for (int i = random.nextInt(4); i > 0; i--) {
            variables.put(values.text().replace('|', '!'), values.next());
          }
          return variables;
        });
  }

  @Provide
  Arbitrary<Tree> trees() {
    return Arbitraries.randomValue(RoundTripTest::tree);
  }

  static Tree tree(Random random) {
    Map<String, Leaf> leaves = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      leaves.put(new RandomValues(random).text(), leaf(random));
    }
    Set<Short> shorts = new HashSet<>();
    random.ints(random.nextInt(4)).forEach(n -> shorts.add((short) n));
    Color color = Color.values()[random.nextInt(2)];
    return new Tree(color, leaves, shorts, random.nextBoolean() ? null : tree(random));
  }

  private static Leaf leaf(Random random) {
    Optional<Double> ratio =
        random.nextBoolean() ? Optional.empty() : Optional.of(random.nextGaussian());
    List<Long> longs = random.longs(random.nextInt(4)).boxed().toList();
    return new Leaf(new RandomValues(random).text(), random.nextInt(), ratio, longs);
  }
}
