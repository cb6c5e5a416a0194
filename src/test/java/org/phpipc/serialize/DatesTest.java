package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PHP's dates in Java; instants and texts are those of PHP 8.2. */
class DatesTest {

  private static final String CARBON =
      date("Carbon\\CarbonImmutable", "2024-01-01 00:00:00.000000");

  @PhpClass("Bill")
  record Bill(Optional<ZonedDateTime> paid) {}

  @PhpClass("Bill")
  record Told(@PhpClass("Carbon\\Carbon") Optional<ZonedDateTime> paid) {}

  @PhpClass("Bill")
  record Nested(@PhpClass("Carbon\\Carbon") Map<String, List<Optional<Instant>>> paid) {}

  @PhpClass("Bill")
  @SuppressWarnings("ArrayRecordComponent") // what is tested
  record Array(@PhpClass("Carbon\\Carbon") Instant[] paid) {}

  @PhpClass("Bill")
  record Two(@PhpClass("DateTime") ZonedDateTime a, @PhpClass("DateTime") ZonedDateTime b) {}

  @PhpClass("Bill")
  record InUtc(Instant paid) {}

  @PhpClass("Bill")
  record WithOffset(PhpProperty<OffsetDateTime> paid) {}

  @PhpClass("Bill")
  record DateTimes(@PhpClass("DateTime") ZonedDateTime paid) {}

  @PhpClass("Bill")
  record Some(List<Optional<Instant>> paid) {}

  @PhpClass("Bill")
  static final class Changeable {
    private Instant paid;
  }

  private static String date(String name, String date, int type, String zone) {
    return String.format(
        Locale.ROOT,
        "O:%d:\"%s\":3:{s:4:\"date\";s:%d:\"%s\";s:13:\"timezone_type\";i:%d;s:8:\"timezone\";s:%d:\"%s\";}",
        name.length(),
        name,
        date.length(),
        date,
        type,
        zone.length(),
        zone);
  }

  private static String date(String name, String date) {
    return date(name, date, 3, "UTC");
  }

  private static String bill(String paid) {
    return "O:4:\"Bill\":1:{s:4:\"paid\";" + paid + "}";
  }

  @Test
  void aDateInAnOptionalKeepsItsClass() {
    assertThat(again(Bill.class, bill(CARBON))).isEqualTo(bill(CARBON));
    assertThat(again(Bill.class, bill("N;"))).isEqualTo(bill("N;"));
  }

  @Test
  void datesInCollectionsKeepTheirClasses() {
    String text =
        "a:2:{i:0;" + CARBON + "i:1;" + date("DateTime", "2024-01-02 00:00:00.000000") + "}";
    PhpSerializer standard = PhpSerializer.standard();
    assertThat(
            text(standard.write(standard.read(bytes(text), new TypeRef<List<ZonedDateTime>>() {}))))
        .isEqualTo(text);
    assertThat(
            text(
                standard.write(
                    standard.read(bytes(text), new TypeRef<Map<Integer, Instant>>() {}))))
        .isEqualTo(text);
    assertThat(text(standard.write(standard.read(bytes(text), Instant[].class)))).isEqualTo(text);
    assertThat(
            text(
                standard.write(
                    standard.read(bytes(text), new TypeRef<List<Optional<Instant>>>() {}))))
        .isEqualTo(text);
    String nested = "a:1:{s:1:\"k\";" + text + "}";
    assertThat(
            text(
                standard.write(
                    standard.read(bytes(nested), new TypeRef<Map<String, List<Instant>>>() {}))))
        .isEqualTo(nested);
  }

  /** PHP's own bytes of dates whose zone the Java date does not tell, or not by that name. */
  @ParameterizedTest
  @CsvSource({
    "2024-01-01 00:00:00.000000, 2, EST",
    "2024-07-01 00:00:00.000000, 2, EDT",
    "2024-01-01 00:00:00.000000, 2, A",
    "2024-01-01 00:00:00.000000, 1, +02:00",
    "2024-07-01 12:00:00.123456, 3, Europe/Berlin",
    "2024-10-27 02:30:00.000000, 3, Europe/Berlin",
    "2024-01-01 00:00:00.000000, 3, Asia/Calcutta",
    "1800-01-01 00:00:00.000000, 3, America/New_York",
    "-0044-03-15 12:00:00.000000, 3, Europe/Rome",
    "+12024-01-01 00:00:00.000000, 2, MSK"
  })
  void aDateThatIsNotChangedKeepsItsZone(String date, int type, String zone) {
    String php = date("DateTime", date, type, zone);
    for (Class<?> bill :
        List.of(Bill.class, InUtc.class, WithOffset.class, Changeable.class, DateTimes.class)) {
      assertThat(again(bill, bill(php))).describedAs(bill.getSimpleName()).isEqualTo(bill(php));
    }
    String list = "a:2:{i:0;" + date("DateTime", "2024-01-01 00:00:00.000000") + "i:1;" + php + "}";
    assertThat(again(Some.class, bill(list))).isEqualTo(bill(list));
  }

  @Test
  void aDateThatIsChangedHasItsOwnZone() {
    PhpSerializer serializer = PhpSerializer.builder().register(Changeable.class).build();
    String php = bill(date("DateTime", "2024-10-27 02:30:00.000000", 3, "Europe/Berlin"));
    Changeable bill = serializer.read(bytes(php), Changeable.class);
    assertThat(bill.paid).isEqualTo("2024-10-27T01:30:00Z");
    bill.paid = bill.paid.minusSeconds(3600); // Clocks in Berlin show the same.
    assertThat(text(serializer.write(bill)))
        .isEqualTo(bill(date("DateTime", "2024-10-27 00:30:00.000000")));
    bill.paid = bill.paid.minusSeconds(3600);
    assertThat(text(serializer.write(bill))).isEqualTo(php.replace("02:30", "01:30"));
  }

  @Test
  void anAnnotationSaysTheClassOfAllDatesInside() {
    Instant instant = Instant.parse("2024-01-01T00:00:00Z");
    String carbon = date("Carbon\\Carbon", "2024-01-01 00:00:00.000000");
    assertThat(write(new Told(Optional.of(instant.atZone(ZoneId.of("UTC"))))))
        .isEqualTo(bill(carbon));
    assertThat(write(new Told(Optional.empty()))).isEqualTo(bill("N;"));
    assertThat(write(new Nested(Map.of("k", List.of(Optional.of(instant))))))
        .isEqualTo(bill("a:1:{s:1:\"k\";a:1:{i:0;" + carbon + "}}"));
    assertThat(write(new Array(new Instant[] {instant})))
        .isEqualTo(bill("a:1:{i:0;" + carbon + "}"));
  }

  @Test
  void oneDateAtTwoPlacesIsOneObject() {
    ZonedDateTime date = ZonedDateTime.parse("2024-01-01T00:00:00Z[UTC]");
    assertThat(write(new Two(date, date)))
        .isEqualTo(
            "O:4:\"Bill\":2:{s:1:\"a\";"
                + date("DateTime", "2024-01-01 00:00:00.000000")
                + "s:1:\"b\";r:2;}");
  }

  @ParameterizedTest
  @CsvSource({
    "GMT+02:00, +02:00",
    "UTC+02:00, +02:00",
    "UTC-05:30, -05:30",
    "UT, +00:00",
    "UT+01:00, +01:00",
    "SystemV/AST4, -04:00"
  })
  void aFixedZoneThatPhpDoesNotKnowIsItsOffset(String id, String offset) {
    ZonedDateTime date = LocalDateTime.parse("2024-07-15T12:00:00").atZone(ZoneId.of(id));
    assertThat(text(PhpSerializer.standard().write(date)))
        .isEqualTo(date("DateTimeImmutable", "2024-07-15 12:00:00.000000", 1, offset));
  }

  @Test
  void whatPhpCannotReadIsNotWritten() {
    ZonedDateTime changing =
        LocalDateTime.parse("2024-07-15T12:00:00").atZone(ZoneId.of("SystemV/AST4ADT"));
    for (Object date : List.of(changing, Instant.MAX, Instant.MIN)) {
      assertThatThrownBy(() -> PhpSerializer.standard().write(List.of(date)))
          .isInstanceOf(SerializeValueException.class)
          .hasMessageEndingWith("$[0]");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2016-03-11 22:04:02.234000000, 2016-03-11T22:04:02.234Z",
    "2016-03-11 22:04:02.9999999, 2016-03-11T22:04:02.999999Z",
    "2016-03-11 22:04:02., 2016-03-11T22:04:02Z",
    "2016-03-11, 2016-03-11T00:00:00Z",
    "2016-03-11T22:04:02.5, 2016-03-11T22:04:02.5Z",
    "2016-03-11t22:04:02, 2016-03-11T22:04:02Z",
    "2016-03-11 22:04, 2016-03-11T22:04:00Z",
    "2016-03-11 T22:04:02, 2016-03-11T22:04:02Z",
    "2016-03-11 22.04.02, 2016-03-11T22:04:02Z",
    "2016-1-1 1:2:3, 2016-01-01T01:02:03Z",
    "2016-03-11 24:30:00, 2016-03-12T00:30:00Z",
    "2016-03-11 22:04:60, 2016-03-11T22:05:00Z",
    "2016-02-31, 2016-03-02T00:00:00Z",
    "2016-00-10 00:00:00, 2015-12-10T00:00:00Z",
    "0000-00-00 00:00:00, -0001-11-30T00:00:00Z",
    "+2016-03-01 00:00, 2016-03-01T00:00:00Z",
    "-0044-03-15, -0044-03-15T00:00:00Z"
  })
  void formsThatPhpReadsAreTheSameInstants(String date, String instant) {
    assertThat(readDate(date("DateTime", date))).isEqualTo(Instant.parse(instant));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2016-03-11 22",
        "2016-03-11 25:00:00",
        "2016-03-11 22:60:00",
        "2016-03-11 22:04:61",
        "2016-02-32 00:00:00",
        "2016-13-01 00:00:00",
        "12345-01-01 00:00:00",
        "-2016-3-1 00:00:00",
        "2016-03-11 22:04:02:5",
        "2016-03-11 22:04:02,5"
      })
  void formsThatPhpRefusesAreRefused(String date) {
    assertThatThrownBy(() -> readDate(date("DateTime", date)))
        .isInstanceOf(SerializeMappingException.class)
        .hasMessage(
            "expected date, found object DateTime with a date that is not understood, "
                + date
                + " at offset 0 ($)");
  }

  @ParameterizedTest
  @CsvSource({
    "1, +2, 2",
    "1, +0200, 2",
    "1, +2:00, 2",
    "1, GMT+2, 2",
    "2, +02:00, 2",
    "2, cest, 2",
    "3, EST, -5",
    "3, MST, -7",
    "3, HST, -10",
    "3, ROC, 8",
    "3, GMT+0, 0",
    "3, asia/tokyo, 9"
  })
  void zonesThatPhpKnowsAreRead(int type, String zone, int hours) {
    assertThat(readDate(date("DateTime", "2016-03-11 12:00:00", type, zone)))
        .isEqualTo(Instant.parse("2016-03-11T12:00:00Z").minusSeconds(hours * 3600L));
  }

  @Test
  void theTextTellsWhatIsWrongWithADate() {
    assertThatThrownBy(() -> readDate(date("DateTime", "2016-03-11", 3, "Europe/Atlantis")))
        .hasMessageContaining(
            "object DateTime with the zone Europe/Atlantis, which this JDK does not know");
    assertThatThrownBy(() -> readDate(date("DateTime", "2016-03-11", 1, "+18:30")))
        .hasMessageContaining("with the offset +18:30, which is more than the 18 hours of Java");
    assertThatThrownBy(() -> readDate(date("DateTime", "2016-03-11", 4, "UTC")))
        .hasMessageContaining("with the timezone_type 4");
  }

  private static Instant readDate(String text) {
    return PhpSerializer.standard().read(bytes(text), Instant.class);
  }

  private static String write(Object value) {
    return text(PhpSerializer.builder().register(value.getClass()).build().write(value));
  }

  private static String again(Class<?> type, String text) {
    PhpSerializer serializer = PhpSerializer.builder().register(type).build();
    return text(serializer.write(serializer.read(bytes(text), type)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
