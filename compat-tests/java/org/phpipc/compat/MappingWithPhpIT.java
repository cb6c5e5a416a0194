package org.phpipc.compat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.serialize.PhpClass;
import org.phpipc.serialize.PhpName;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.serialize.PhpVisibility;
import org.phpipc.serialize.TypeRef;
import org.phpipc.serialize.Visibility;

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

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
