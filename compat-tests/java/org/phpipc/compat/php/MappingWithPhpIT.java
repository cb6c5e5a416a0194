package org.phpipc.compat.php;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.serialize.PhpArray;
import org.phpipc.serialize.PhpClass;
import org.phpipc.serialize.PhpName;
import org.phpipc.serialize.PhpProperty;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.serialize.PhpVisibility;
import org.phpipc.serialize.SerializeMappingException;
import org.phpipc.serialize.SerializeValueException;
import org.phpipc.serialize.TypeRef;
import org.phpipc.serialize.Visibility;
import org.phpipc.testing.Php;

/** Java classes that stand for the classes of a running PHP. */
class MappingWithPhpIT {

  @RegisterExtension static final Php php = new Php();

  @PhpClass("Shop\\Level")
  enum Level {
    Low,
    @PhpName("VeryHigh")
    HIGH
  }

  @PhpClass("Shop\\Item")
  record Item(@PhpVisibility(Visibility.PROTECTED) String sku, int count, Optional<Double> price) {}

  @PhpClass("Shop\\Entity")
  static class Entity {
    @PhpVisibility(Visibility.PRIVATE)
    private int secret;

    @PhpVisibility(Visibility.PROTECTED)
    ZonedDateTime created;
  }

  @PhpClass("Shop\\Order")
  static class Order extends Entity {
    @PhpVisibility(Visibility.PRIVATE)
    private String secret;

    List<Item> items;
    Map<String, Item> bySku;
    Level level;
    Order parent;

    @PhpClass("DateTime")
    ZonedDateTime due;
  }

  @PhpClass(value = "Shop\\Bag", arrayForm = true)
  record Bag(@PhpName("0") int first, String name) {}

  private static final PhpSerializer SERIALIZER =
      PhpSerializer.builder().register(Level.class, Item.class, Order.class, Bag.class).build();

  @BeforeAll
  static void declareClasses() {
    php.run(
        """
        eval('namespace Shop;
        enum Level { case Low; case VeryHigh; }
        class Item { function __construct(protected string $sku, public int $count, public ?float $price = null) {} }
        class Entity { private int $secret = 1; protected \\\\DateTimeImmutable $created;
            function __construct() { $this->created = new \\\\DateTimeImmutable("2024-05-06 07:08:09.123456 Europe/Berlin"); } }
        class Order extends Entity { private string $secret = "two"; public array $items = []; public array $bySku = [];
            public Level $level = Level::Low; public ?Order $parent = null; public ?\\\\DateTime $due = null;
            function fill() { $i = new Item("a", 3, 1.5); $this->items = [$i, new Item("b", 0)]; $this->bySku = ["a" => $i, 7 => $i];
                $this->level = Level::VeryHigh; $this->parent = $this; $this->due = new \\\\DateTime("2030-01-01 00:00 +02:00"); return $this; }
            function sum() { return $this->secret . $this->items[0]->count . $this->created->format("u e") . $this->level->name . $this->due->format("c"); } }
        class Bag { private $first = 1; private $name = "n"; function __serialize(): array { return [$this->first, "name" => $this->name]; }
            function __unserialize(array $d): void { [$this->first, $this->name] = [$d[0], $d["name"]]; } }
        ');
        """
            .replace("\\\\\\\\", "\\"));
  }

  @Test
  void whatPhpWritesJavaMapsAndWritesBackTheSame() {
    byte[] bytes = php.call("(new Shop\\Order)->fill()").bytes();
    Order order = SERIALIZER.read(bytes, Order.class);
    assertThat(order.secret).isEqualTo("two");
    assertThat(((Entity) order).secret).isEqualTo(1);
    assertThat(order.created)
        .isEqualTo(
            ZonedDateTime.of(
                LocalDateTime.parse("2024-05-06T07:08:09.123456"), ZoneId.of("Europe/Berlin")));
    assertThat(order.items.get(0)).isEqualTo(new Item("a", 3, Optional.of(1.5)));
    assertThat(order.bySku.get("7")).isSameAs(order.items.get(0));
    assertThat(order.level).isSameAs(Level.HIGH);
    assertThat(order.parent).isSameAs(order);
    assertThat(order.due.getOffset()).isEqualTo(ZoneOffset.ofHours(2));
    assertThat(text(SERIALIZER.write(order))).isEqualTo(text(bytes));
    assertThat(SERIALIZER.read(bytes)).isInstanceOf(Order.class);
  }

  @Test
  void phpUsesWhatJavaChanged() {
    Order order = SERIALIZER.read(php.call("(new Shop\\Order)->fill()").bytes(), Order.class);
    order.secret = "new";
    order.items.set(0, new Item("c", 9, Optional.empty()));
    order.created = ZonedDateTime.parse("1999-12-31T23:59:59.5Z[UTC]");
    order.level = Level.Low;
    order.due = ZonedDateTime.parse("2001-02-03T04:05:06-05:00[America/New_York]");
    Object sum =
        php.call("unserialize(" + Php.literal(SERIALIZER.write(order)) + ")->sum()").read();
    assertThat(sum).isEqualTo("new9500000 UTCLow2001-02-03T04:05:06-05:00");
  }

  @Test
  void theArrayFormCrossesBothWays() {
    byte[] bytes = php.call("new Shop\\Bag").bytes();
    assertThat(SERIALIZER.read(bytes)).isEqualTo(new Bag(1, "n"));
    byte[] changed = SERIALIZER.write(new Bag(5, "m"));
    assertThat(text(php.call("unserialize(" + Php.literal(changed) + ")").bytes()))
        .isEqualTo(text(changed));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-02-29 12:00:00.123456 UTC",
        "2024-02-29 12:00:00 +02:00",
        "2024-02-29 12:00:00 -00:30",
        "2024-02-29 12:00:00 +00:00",
        "2024-07-01 12:00:00 Europe/Berlin",
        "2024-10-27 02:30:00 Europe/Berlin",
        "2024-11-03 01:30:00 America/New_York",
        "2024-10-27 01:30:00 Europe/London",
        "2024-10-27 00:30:00 Atlantic/Azores",
        "2024-04-07 02:30:00 Australia/Sydney",
        "2024-04-07 01:45:00 Australia/Lord_Howe",
        "2024-04-06 23:30:00 America/Santiago",
        "-0044-03-15 00:00:00 UTC",
        "+12345-01-01T00:00:00 UTC",
        "0000-01-01 00:00:00 UTC",
        "9999-12-31 23:59:59.999999 Asia/Kathmandu",
        "1900-01-01 00:00:00 Europe/Paris"
      })
  void datesAreTheSameInstantsAndTheSameBytes(String date) {
    for (String type : List.of("DateTime", "DateTimeImmutable")) {
      php.run("$d = new " + type + "('" + date + "');");
      byte[] bytes = php.call("$d").bytes();
      ZonedDateTime read = SERIALIZER.read(bytes, ZonedDateTime.class);
      String micros = (String) php.call("unserialize(serialize($d))->format('Uu')").read();
      Instant instant = SERIALIZER.read(bytes, Instant.class);
      assertThat(
              instant.getEpochSecond()
                  + String.format(Locale.ROOT, "%06d", instant.getNano() / 1000))
          .isEqualTo(micros);
      assertThat(SERIALIZER.read(bytes, OffsetDateTime.class)).isEqualTo(read.toOffsetDateTime());
      String written = text(SERIALIZER.write(read));
      assertThat(written)
          .isEqualTo(text(bytes).replace("8:\"DateTime\"", "17:\"DateTimeImmutable\""));
    }
  }

  @Test
  void everyAbbreviationHasItsOffset() {
    Object table =
        php.run(
                "$t = []; foreach (array_keys(timezone_abbreviations_list()) as $a) {"
                    + " $d = new DateTime(\"2024-01-01 $a\"); $t[] = [$d, $d->getTimestamp()]; }"
                    + " return $t;")
            .read();
    List<List<Object>> rows =
        SERIALIZER.read(SERIALIZER.write(table), new TypeRef<List<List<Object>>>() {});
    assertThat(rows).hasSizeGreaterThan(100);
    for (List<Object> row : rows) {
      Instant instant = SERIALIZER.read(SERIALIZER.write(row.get(0)), Instant.class);
      assertThat(instant.getEpochSecond()).isEqualTo(row.get(1));
    }
  }

  @Test
  void theInstantsOfJavaAreThoseOfPhp() {
    for (String text : List.of("2024-01-01T00:00:00Z", "1969-12-31T23:59:59.999999Z")) {
      byte[] bytes = SERIALIZER.write(Instant.parse(text));
      assertThat(
              php.call("unserialize(" + Php.literal(bytes) + ")->format('Y-m-d\\TH:i:s.u')").read())
          .isEqualTo((text.replace("Z", "") + (text.contains(".") ? "" : ".000000")));
    }
  }

  @Test
  void containersOfPhpAreReadAsTheirContents() {
    TypeRef<List<Integer>> ints = new TypeRef<>() {};
    for (String container :
        List.of(
            "new ArrayObject([1, 2])",
            "new ArrayIterator([1, 2])",
            "SplFixedArray::fromArray([1, 2])",
            "(function () { $q = new SplQueue; $q[] = 1; $q[] = 2; return $q; })()",
            "(function () { $q = new SplDoublyLinkedList; $q[] = 1; $q[] = 2; return $q; })()")) {
      assertThat(SERIALIZER.read(php.call(container).bytes(), ints)).containsExactly(1, 2);
    }
    byte[] storage =
        php.run(
                "$s = new SplObjectStorage; $s[new Shop\\Item('a', 1)] = 'x';"
                    + " $s[new Shop\\Item('b', 2)] = null; return $s;")
            .bytes();
    Item first = new Item("a", 1, Optional.empty());
    Item second = new Item("b", 2, Optional.empty());
    assertThat(SERIALIZER.read(storage, new TypeRef<Set<Item>>() {}))
        .containsExactly(first, second);
    assertThat(SERIALIZER.read(storage, new TypeRef<Map<Item, String>>() {}).get(first))
        .isEqualTo("x");
    assertThat(
            SERIALIZER.read(
                php.call("new ArrayObject((object) ['a' => 1])").bytes(),
                new TypeRef<Map<String, Integer>>() {}))
        .isEqualTo(Map.of("a", 1));
  }

  @PhpClass("Shop\\Plain")
  record Plain(long id, Optional<String> lateName, Optional<String> note, long tries) {}

  @PhpClass("Shop\\Plain")
  record Told(long id, PhpProperty<String> lateName, PhpProperty<String> note, long tries) {}

  @PhpClass("Shop\\Plain")
  static class Mutable {
    long id;
    String lateName;
    String note;
    int tries;
    int late = 3;
  }

  @PhpClass("Shop\\Typed")
  @SuppressWarnings("ArrayRecordComponent") // what is tested
  record Typed(
      @PhpClass("ArrayObject") List<Integer> list,
      @PhpClass("SplObjectStorage") Map<Item, String> storage,
      @PhpClass("SplQueue") int[] queue,
      @PhpClass("SplStack") List<Integer> stack,
      @PhpClass("SplFixedArray") List<Integer> fixed,
      @PhpClass("ArrayIterator") Map<String, Integer> iterator,
      @PhpClass("stdClass") Map<String, Integer> object,
      @PhpClass("DateTime") Optional<Instant> date) {}

  @Test
  void propertiesThatPhpLeftOutAreLeftOutAgain() {
    php.run(
        "eval('namespace Shop; class Plain { public int $id; public string $lateName;"
            + " public ?string $note = null; public int $tries = 3; public int $late;"
            + " function __construct($i) { $this->id = $i; } }');");
    byte[] bytes = php.call("new Shop\\Plain(5)").bytes();
    for (Class<?> type : List.of(Plain.class, Told.class, Mutable.class)) {
      PhpSerializer serializer = PhpSerializer.builder().register(type).build();
      byte[] written = serializer.write(serializer.read(bytes, type));
      assertThat(text(written)).isEqualTo(text(bytes));
      assertThat(text(php.call("unserialize(" + Php.literal(written) + ")").bytes()))
          .isEqualTo(text(bytes));
    }
    PhpSerializer serializer = PhpSerializer.builder().register(Told.class).build();
    byte[] made = serializer.write(new Told(5, PhpProperty.absent(), PhpProperty.of(null), 3));
    assertThat(text(made)).isEqualTo(text(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "new ArrayObject([1, 2], ArrayObject::ARRAY_AS_PROPS, 'RecursiveArrayIterator')",
        "new ArrayObject(new ArrayObject([1, 2]))",
        "new ArrayIterator([1, 2], 3)",
        "new RecursiveArrayIterator([1, 2])",
        "SplFixedArray::fromArray([1, 2])",
        "(function () { $q = new SplQueue; $q->setIteratorMode(1); $q[] = 1; $q[] = 2; return $q; })()",
        "(function () { $q = new SplStack; $q[] = 1; $q[] = 2; return $q; })()",
        "(function () { $q = new SplDoublyLinkedList; $q[] = 1; @$q->own = 2; return $q; })()",
        "(object) [1, 2]"
      })
  void containersOfPhpAreWrittenBackAsWhatTheyWere(String container) {
    byte[] bytes = php.call(container).bytes();
    byte[] written = SERIALIZER.write(SERIALIZER.read(bytes, new TypeRef<List<Integer>>() {}));
    assertThat(text(written)).isEqualTo(text(bytes));
    assertThat(text(SERIALIZER.write(SERIALIZER.read(bytes, int[].class)))).isEqualTo(text(bytes));
  }

  @Test
  void phpReadsTheContainersThatAnAnnotationNames() {
    php.run(
        "eval('namespace Shop; class Typed { public \\ArrayObject $list; public \\SplObjectStorage $storage;"
            + " public \\SplQueue $queue; public \\SplStack $stack; public \\SplFixedArray $fixed;"
            + " public \\ArrayIterator $iterator; public \\stdClass $object; public ?\\DateTime $date; }');");
    PhpSerializer serializer = PhpSerializer.builder().register(Typed.class, Item.class).build();
    Item item = new Item("a", 1, Optional.empty());
    Typed typed =
        new Typed(
            List.of(1, 2),
            Map.of(item, "x"),
            new int[] {1, 2},
            List.of(1, 2),
            List.of(1, 2),
            Map.of("a", 1),
            Map.of("a", 1),
            Optional.of(Instant.parse("2024-01-01T00:00:00Z")));
    byte[] bytes = serializer.write(typed);
    assertThat(text(php.call("unserialize(" + Php.literal(bytes) + ")").bytes()))
        .isEqualTo(text(bytes));
    assertThat(text(serializer.write(serializer.read(bytes, Typed.class)))).isEqualTo(text(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2016-03-11 22:04:02.234000000",
        "2016-03-11 22:04:02.9999999",
        "2016-03-11 22:04:02.",
        "2016-03-11",
        "2016-03-11T22:04:02.5",
        "2016-03-11t22:04",
        "2016-03-11 22:04",
        "2016-03-11 T22:04:02",
        "2016-03-11  22.04.02",
        "2016-1-1 1:2:3",
        "2016-03-11 24:30:00",
        "2016-03-11 22:04:60",
        "2016-02-31",
        "2016-00-10 00:00:00",
        "0000-00-00 00:00:00",
        "+2016-03-01 00:00",
        "-0044-03-15",
        "+12345-01-01",
        "2016-03-11 22",
        "2016-03-11 25:00:00",
        "2016-03-11 22:60:00",
        "2016-03-11 22:04:61",
        "2016-02-32",
        "2016-13-01 00:00:00",
        "12345-01-01 00:00:00",
        "-2016-3-1 00:00:00",
        "2016-03-11 22:04:02,5"
      })
  void datesOfOddFormsAreReadOrRefusedAsInPhp(String date) {
    for (String zone :
        List.of("1;+02:00", "1;+123", "2;CEST", "3;Europe/Berlin", "3;EST", "3;ROC")) {
      String name = zone.substring(2);
      byte[] bytes =
          String.format(
                  Locale.ROOT,
                  "O:8:\"DateTime\":3:{s:4:\"date\";s:%d:\"%s\";s:13:\"timezone_type\";i:%s;"
                      + "s:8:\"timezone\";s:%d:\"%s\";}",
                  date.length(),
                  date,
                  zone.charAt(0),
                  name.length(),
                  name)
              .getBytes(ISO_8859_1);
      Object instant =
          php.run(
                  "try { return unserialize("
                      + Php.literal(bytes)
                      + ")->format('Uu'); } catch (Error $e) { return null; }")
              .read();
      if (instant == null) {
        assertThatThrownBy(() -> SERIALIZER.read(bytes, Instant.class))
            .isInstanceOf(SerializeMappingException.class);
      } else {
        Instant read = SERIALIZER.read(bytes, Instant.class);
        assertThat(
                read.getEpochSecond() + String.format(Locale.ROOT, "%06d", read.getNano() / 1000))
            .isEqualTo(instant);
      }
    }
  }

  @Test
  void everyZoneOfJavaIsWrittenAsPhpReadsItOrRefused() {
    LocalDateTime local = LocalDateTime.parse("2024-07-15T12:00:00");
    Set<String> ids = new TreeSet<>(ZoneId.getAvailableZoneIds());
    ids.addAll(List.of("GMT+02:00", "UTC+02:00", "UTC-05:30", "UT", "UT+01:00"));
    List<String> refused = new ArrayList<>();
    List<Object> written = new ArrayList<>();
    List<Object> seconds = new ArrayList<>();
    for (String id : ids) {
      ZonedDateTime date = local.atZone(ZoneId.of(id));
      try {
        SERIALIZER.write(date);
        written.add(date);
        seconds.add(date.toEpochSecond());
      } catch (SerializeValueException e) {
        refused.add(id);
      }
    }
    assertThat(refused).allMatch(id -> id.startsWith("SystemV/"));
    Object read =
        php.run(
                "$t = []; foreach (unserialize("
                    + Php.literal(SERIALIZER.write(written))
                    + ") as $d) { $t[] = $d->getTimestamp(); } return $t;")
            .read();
    assertThat(((PhpArray) read).asList()).isEqualTo(seconds);
  }

  @Test
  void everyZoneOfPhpIsReadIfTheJdkHasIt() {
    Object zones =
        php.run(
                "$t = []; foreach (timezone_identifiers_list(DateTimeZone::ALL_WITH_BC) as $z) {"
                    + " try { $d = new DateTime('2016-07-15 12:00', new DateTimeZone($z));"
                    + " $t[] = [$d, $d->getTimestamp(), $z]; } catch (Throwable $e) {} } return $t;")
            .read();
    List<List<Object>> rows =
        SERIALIZER.read(SERIALIZER.write(zones), new TypeRef<List<List<Object>>>() {});
    List<Object> unknown = new ArrayList<>();
    for (List<Object> row : rows) {
      try {
        Instant instant = SERIALIZER.read(SERIALIZER.write(row.get(0)), Instant.class);
        assertThat(instant.getEpochSecond()).isEqualTo(row.get(1));
      } catch (SerializeMappingException e) {
        unknown.add(row.get(2));
      }
    }
    // Newer than some JDKs, and the machine's own.
    assertThat(unknown).isSubsetOf("America/Coyhaique", "localtime");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
