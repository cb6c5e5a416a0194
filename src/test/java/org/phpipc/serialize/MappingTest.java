package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.invoke.MethodHandles;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Records, classes and enums of Java that stand for PHP's classes. */
class MappingTest {

  @Retention(RetentionPolicy.RUNTIME)
  @interface Nullable {}

  @PhpClass("App\\Item")
  record Item(String sku, int count) {}

  @PhpClass("App\\Job")
  record Job(
      long id,
      @PhpName("job_name") String name,
      List<Item> items,
      Map<String, Item> named,
      Optional<String> note,
      @Nullable Status status) {}

  @PhpClass("App\\Status")
  enum Status {
    Active,
    @PhpName("switched_off")
    OFF {
      @Override
      boolean runs() {
        return false;
      }
    };

    boolean runs() {
      return true;
    }
  }

  @PhpClass("App\\Base")
  static class Base {
    @PhpVisibility(Visibility.PRIVATE)
    private String secret = "base";

    @PhpVisibility(Visibility.PROTECTED)
    String shared = "shared";
  }

  @PhpClass("App\\Child")
  static class Child extends Base {
    @PhpVisibility(Visibility.PRIVATE)
    private String secret = "child";

    int open = 7;
    transient String forgotten = "x";
    static String common = "y";
  }

  @PhpClass("App\\Child")
  @PhpVisibility(Visibility.PRIVATE)
  record ChildRecord(
      @PhpVisibility(value = Visibility.PRIVATE, declaredBy = "App\\Base") @PhpName("secret")
          String base,
      @PhpVisibility(Visibility.PROTECTED) String shared,
      String secret,
      @PhpVisibility(Visibility.PUBLIC) int open) {}

  sealed interface Shape {}

  @PhpClass("Circle")
  record Circle(double radius) implements Shape {}

  @PhpClass("Square")
  record Square(double side) implements Shape {}

  @PhpClass("Node")
  static class Node {
    Object value;
    Node next;
  }

  @PhpClass("Link")
  record Link(@Nullable Link next) {}

  @PhpClass(value = "Point", arrayForm = true)
  @PhpVisibility(Visibility.PRIVATE)
  record Point(@PhpName("0") int x, @PhpName("1") int y, String label) {}

  @PhpClass("Scalars")
  record Scalars(
      boolean flag, byte b, short s, int i, long l, float f, double d, char c, BigInteger big) {}

  private final PhpSerializer serializer =
      PhpSerializer.builder()
          .register(Item.class, Job.class, Status.class, Child.class, Circle.class, Square.class)
          .register(Node.class, Link.class, Point.class, Scalars.class)
          .build();

  private static final String ITEM =
      "O:8:\"App\\Item\":2:{s:3:\"sku\";s:1:\"a\";s:5:\"count\";i:2;}";
  private static final String JOB =
      "O:7:\"App\\Job\":6:{s:2:\"id\";i:5;s:8:\"job_name\";s:4:\"mail\";s:5:\"items\";a:1:{i:0;"
          + ITEM
          + "}s:5:\"named\";a:2:{s:1:\"k\";r:5;i:7;r:5;}s:4:\"note\";N;s:6:\"status\";"
          + "E:17:\"App\\Status:Active\";}";

  @Test
  void recordsAreReadAndWrittenWithAllThatIsInThem() {
    Item item = new Item("a", 2);
    Map<String, Item> named = new java.util.LinkedHashMap<>();
    named.put("k", item);
    named.put("7", item);
    Job job = new Job(5, "mail", List.of(item), named, Optional.empty(), Status.Active);
    assertThat(write(job)).isEqualTo(JOB);
    Job read = read(JOB, Job.class);
    assertThat(read).isEqualTo(job);
    assertThat(read.items().get(0)).isSameAs(read.named().get("k"));
    assertThat(read(JOB)).isEqualTo(job);
  }

  @Test
  void typesWithArgumentsAreReadByReference() {
    String two = "a:2:{i:0;" + ITEM + "i:1;r:2;}";
    List<Item> items = read(two, new TypeRef<List<Item>>() {});
    assertThat(items).containsExactly(new Item("a", 2), new Item("a", 2));
    assertThat(items.get(0)).isSameAs(items.get(1));
    String inside = two.replace("r:2;", "r:3;");
    assertThat(read("a:1:{s:1:\"k\";" + inside + "}", new TypeRef<Map<String, List<Item>>>() {}))
        .isEqualTo(Map.of("k", items));
    assertThat(read(two, Item[].class)).containsExactly(new Item("a", 2), new Item("a", 2));
    assertThat(read(two, new TypeRef<Set<? extends Item>>() {})).containsExactly(new Item("a", 2));
  }

  @Test
  void plainReadingPutsRegisteredClassesInTheirPlaceAndLeavesOthers() {
    PhpArray array =
        (PhpArray) read("a:3:{i:0;O:5:\"Other\":1:{s:1:\"i\";" + ITEM + "}i:1;r:3;i:2;R:2;}");
    assertThat(array.get(1)).isEqualTo(new Item("a", 2));
    PhpReference other = (PhpReference) array.get(0);
    assertThat(((PhpObject) other.get()).get("i")).isSameAs(array.get(1));
    assertThat(array.get(2)).isSameAs(other);
    assertThat(PhpSerializer.standard().read(bytes(ITEM))).isInstanceOf(PhpObject.class);
  }

  @Test
  void classNamesHaveNoCase() {
    assertThat(read(ITEM.replace("App\\Item", "aPP\\ITEM"))).isEqualTo(new Item("a", 2));
  }

  @Test
  void classesThatAreNotAllowedAreNotMade() {
    PhpSerializer limited =
        serializer.toBuilder()
            .limits(ReadLimits.standard().withAllowedClasses(List.of("Circle")))
            .build();
    assertThat(limited.read(bytes(ITEM))).isInstanceOf(PhpObject.class);
    assertThatThrownBy(() -> limited.read(bytes(ITEM), Item.class))
        .isInstanceOf(SerializeMappingException.class)
        .hasMessageContaining("not allowed");
  }

  @Test
  void visibilityIsWrittenAsPhpDoesTheParentsFirst() {
    String stored =
        "O:9:\"App\\Child\":4:{s:16:\"\0App\\Base\0secret\";s:4:\"base\";s:9:\"\0*\0shared\";"
            + "s:6:\"shared\";s:17:\"\0App\\Child\0secret\";s:5:\"child\";s:4:\"open\";i:7;}";
    assertThat(write(new Child())).isEqualTo(stored);
    Child child = read(stored.replace("\"base\"", "\"BASE\""), Child.class);
    assertThat(((Base) child).secret).isEqualTo("BASE");
    assertThat(child.secret).isEqualTo("child");
    PhpSerializer records = PhpSerializer.builder().register(ChildRecord.class).build();
    ChildRecord asRecord = records.read(bytes(stored), ChildRecord.class);
    assertThat(asRecord).isEqualTo(new ChildRecord("base", "shared", "child", 7));
    assertThat(new String(records.write(asRecord), ISO_8859_1)).isEqualTo(stored);
  }

  @Test
  void propertiesAreFoundWhateverTheirVisibilityIsNow() {
    String stored =
        "O:9:\"App\\Child\":3:{s:6:\"shared\";s:1:\"p\";s:7:\"\0*\0open\";i:8;"
            + "s:17:\"\0aPP\\child\0secret\";s:1:\"c\";}";
    Child child = read(stored, Child.class);
    assertThat(List.of(child.shared, child.open, child.secret)).containsExactly("p", 8, "c");
    assertThat(((Base) child).secret).isEqualTo("base");
  }

  @Test
  void missingPropertiesAreNullOrTheDefaultWhereThatIsAllowed() {
    Job job =
        read(
            "O:7:\"App\\Job\":4:{s:2:\"id\";i:5;s:8:\"job_name\";N;s:5:\"items\";a:0:{}"
                + "s:5:\"named\";a:0:{}}",
            Job.class);
    assertThat(job).isEqualTo(new Job(5, null, List.of(), Map.of(), Optional.empty(), null));
    assertThat(read("O:9:\"App\\Child\":0:{}", Child.class).open).isEqualTo(7);
    assertThatThrownBy(() -> read("a:1:{i:0;O:8:\"App\\Item\":1:{s:5:\"count\";i:1;}}"))
        .isInstanceOf(SerializeMappingException.class)
        .hasMessage("expected the property sku of App\\Item, found none at offset 9 ($[0])");
  }

  @Test
  void unknownPropertiesAreLeftOutOrRefused() {
    String more = "O:6:\"Circle\":2:{s:5:\"other\";O:1:\"X\":0:{}s:6:\"radius\";d:1;}";
    assertThat(read(more)).isEqualTo(new Circle(1));
    PhpSerializer strict = serializer.toBuilder().unknownPropertiesRefused(true).build();
    assertThatThrownBy(() -> strict.read(bytes(more)))
        .isInstanceOf(SerializeMappingException.class)
        .hasMessageContaining("only known properties of Circle, found other");
    assertThat(strict.read(bytes("O:6:\"Circle\":1:{s:9:\"\0*\0radius\";d:1;}")))
        .isEqualTo(new Circle(1));
  }

  @Test
  void anObjectOfAnUnknownPropertyCanBeReferredTo() {
    String text = "O:4:\"Node\":2:{s:1:\"x\";" + ITEM + "s:5:\"value\";r:2;}";
    assertThat(read(text, Node.class).value).isEqualTo(new Item("a", 2));
  }

  @Test
  void mismatchesTellOffsetPathExpectedAndFound() {
    String text =
        "a:2:{s:4:\"jobs\";a:1:{i:3;a:2:{s:1:\"o\";i:1;s:4:\"item\";"
            + ITEM.replace("i:2;", "i:3000000000;")
            + "}}s:4:\"jobs\";a:1:{i:3;a:1:{s:4:\"item\";"
            + ITEM.replace("i:2;", "i:3000000000;")
            + "}}}";
    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            SerializeMappingException.class,
            e -> {
              assertThat(e.offset()).isEqualTo(text.lastIndexOf("i:3000000000;"));
              assertThat(e.path()).isEqualTo("$.jobs[3].item.count");
              assertThat(e.expected()).isEqualTo("int of 32 bits");
              assertThat(e.found()).isEqualTo("int 3000000000");
              assertThat(e.input()).isEqualTo(bytes(text));
            });
    assertThatThrownBy(() -> read("N;", int.class)).hasMessageContaining("found null");
    assertThatThrownBy(() -> read("i:5;", Item.class))
        .hasMessage("expected App\\Item, found int 5 at offset 0 ($)");
    assertThatThrownBy(() -> read("O:1:\"X\":0:{}", Item.class))
        .hasMessageContaining("found object X");
    assertThatThrownBy(() -> read("a:1:{i:1;i:1;}", new TypeRef<List<Long>>() {}))
        .hasMessageContaining("found array with other keys");
    assertThatThrownBy(() -> read("s:1:\"\u00ff\";", String.class)).hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> read("E:13:\"App\\Status:No\";"))
        .hasMessageContaining("a case of App\\Status, found case App\\Status::No");
  }

  @Test
  void constructorsMayRefuse() {
    PhpSerializer positive = PhpSerializer.builder().register(Positive.class).build();
    assertThatThrownBy(() -> positive.read(bytes("O:8:\"Positive\":1:{s:1:\"n\";i:0;}")))
        .isInstanceOf(SerializeMappingException.class)
        .hasMessageContaining("too small")
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void scalarsAreConvertedWithinTheirRange() {
    String text =
        "O:7:\"Scalars\":9:{s:4:\"flag\";b:1;s:1:\"b\";i:-128;s:1:\"s\";i:32767;s:1:\"i\";"
            + "i:-2147483648;s:1:\"l\";i:5;s:1:\"f\";d:0.5;s:1:\"d\";i:3;s:1:\"c\";s:1:\"x\";"
            + "s:3:\"big\";i:9;}";
    assertThat(read(text))
        .isEqualTo(
            new Scalars(
                true,
                (byte) -128,
                (short) 32767,
                Integer.MIN_VALUE,
                5,
                0.5f,
                3.0,
                'x',
                BigInteger.valueOf(9)));
    assertThatThrownBy(() -> read(text.replace("i:-128;", "i:-129;")))
        .hasMessageContaining("8 bits");
    assertThatThrownBy(() -> read(text.replace("i:32767;", "i:32768;")))
        .hasMessageContaining("16 bits");
    assertThatThrownBy(() -> read(text.replace("d:0.5;", "d:1e39;")))
        .hasMessageContaining("float of 32 bits");
    assertThatThrownBy(() -> read("d:5;", long.class)).hasMessageContaining("found float");
    assertThat(read("s:2:\"\u00c3\u00a9\";", byte[].class)).containsExactly(0xc3, 0xa9);
    assertThat(read("s:1:\"\u00ff\";", PhpString.class)).isEqualTo(PhpString.of(new byte[] {-1}));
    assertThat(read("a:2:{i:0;i:1;i:1;i:2;}", int[].class)).containsExactly(1, 2);
  }

  @Test
  void interfacesTakeWhatIsRegisteredForThem() {
    List<Shape> shapes =
        read(
            "a:2:{i:0;O:6:\"Circle\":1:{s:6:\"radius\";i:1;}i:1;O:6:\"Square\":1:{s:4:\"side\";d:2;}}",
            new TypeRef<List<Shape>>() {});
    assertThat(shapes).containsExactly(new Circle(1), new Square(2));
    assertThatThrownBy(() -> read("a:1:{i:0;" + ITEM + "}", new TypeRef<List<Shape>>() {}))
        .hasMessageContaining("Shape, found object App\\Item");
  }

  @Test
  void arrayFormHasKeysForNames() {
    String text = "O:5:\"Point\":3:{i:0;i:1;i:1;i:2;s:5:\"label\";s:1:\"p\";}";
    assertThat(read(text)).isEqualTo(new Point(1, 2, "p"));
    assertThat(write(new Point(1, 2, "p"))).isEqualTo(text);
  }

  @Test
  void enumsAreFoundByTheNameOfTheCase() {
    String text = "a:2:{i:0;E:23:\"App\\Status:switched_off\";i:1;r:2;}";
    assertThat(write(List.of(Status.OFF, Status.OFF))).isEqualTo(text);
    assertThat(read(text, new TypeRef<List<Status>>() {})).containsExactly(Status.OFF, Status.OFF);
    assertThat(((PhpArray) read(text)).get(0)).isSameAs(Status.OFF);
    assertThat(read("O:10:\"App\\Status\":0:{}")).isInstanceOf(PhpObject.class);
  }

  @Test
  void classesMayHoldThemselvesAndRecordsMayNot() {
    Node node = read("O:4:\"Node\":2:{s:5:\"value\";i:1;s:4:\"next\";r:1;}", Node.class);
    assertThat(node.next).isSameAs(node);
    assertThat(write(node)).isEqualTo("O:4:\"Node\":2:{s:5:\"value\";i:1;s:4:\"next\";r:1;}");
    assertThatThrownBy(() -> read("O:4:\"Link\":1:{s:4:\"next\";r:1;}"))
        .isInstanceOf(SerializeMappingException.class)
        .hasMessageContaining("inside itself");
  }

  @Test
  void referencesToPropertiesAreReadAsTheirValues() {
    Node node =
        read(
            "O:4:\"Node\":2:{s:5:\"value\";O:6:\"Circle\":1:{s:6:\"radius\";d:1;}s:4:\"next\";"
                + "O:4:\"Node\":2:{s:5:\"value\";R:2;s:4:\"next\";N;}}",
            Node.class);
    assertThat(node.next.value).isEqualTo(new Circle(1)).isSameAs(node.value);
    Map<String, List<Integer>> shared =
        read(
            "a:2:{s:1:\"a\";a:1:{i:0;i:5;}s:1:\"b\";R:2;}",
            new TypeRef<Map<String, List<Integer>>>() {});
    assertThat(shared.get("b")).isSameAs(shared.get("a")).containsExactly(5);
    assertThat(write(List.of(new PhpReference(new Circle(1)), new PhpReference(1))))
        .startsWith("a:2:{i:0;O:6:\"Circle\"");
  }

  @Test
  void oneInstanceAtReferencesAndElsewhereIsOneObject() {
    Circle circle = new Circle(1);
    PhpReference reference = new PhpReference(circle);
    assertThat(write(List.of(reference, circle, reference)))
        .isEqualTo("a:3:{i:0;O:6:\"Circle\":1:{s:6:\"radius\";d:1;}i:1;r:2;i:2;R:2;}");
  }

  @Test
  void containersOfPhpAreReadAsTheirContents() {
    String list = "a:2:{i:0;i:1;i:1;i:2;}";
    TypeRef<List<Integer>> ints = new TypeRef<>() {};
    assertThat(read("O:11:\"ArrayObject\":4:{i:0;i:0;i:1;" + list + "i:2;a:0:{}i:3;N;}", ints))
        .containsExactly(1, 2);
    assertThat(read("O:8:\"SplQueue\":3:{i:0;i:4;i:1;" + list + "i:2;a:0:{}}", ints))
        .containsExactly(1, 2);
    assertThat(read("O:13:\"SplFixedArray\":2:{i:0;i:1;i:1;i:2;}", ints)).containsExactly(1, 2);
    assertThat(
            read(
                "O:11:\"ArrayObject\":4:{i:0;i:0;i:1;O:8:\"stdClass\":1:{s:1:\"a\";i:1;}i:2;a:0:{}i:3;N;}",
                new TypeRef<Map<String, Long>>() {}))
        .isEqualTo(Map.of("a", 1L));
    String storage =
        "O:16:\"SplObjectStorage\":2:{i:0;a:4:{i:0;O:6:\"Circle\":1:{s:6:\"radius\";d:1;}i:1;i:5;"
            + "i:2;O:6:\"Circle\":1:{s:6:\"radius\";d:2;}i:3;N;}i:1;a:0:{}}";
    Map<Circle, Integer> byCircle = read(storage, new TypeRef<Map<Circle, Integer>>() {});
    assertThat(byCircle.keySet()).containsExactly(new Circle(1), new Circle(2));
    assertThat(byCircle.get(new Circle(1))).isEqualTo(5);
    assertThat(read(storage, new TypeRef<Set<Circle>>() {})).hasSize(2);
    assertThatThrownBy(
            () -> read(storage.replace("i:5;", "b:1;"), new TypeRef<Map<Circle, Integer>>() {}))
        .hasMessageContaining("$[0][1]");
  }

  @Test
  void deepMappedDataCostNoStack() {
    int levels = 200_000;
    String text = "O:4:\"Link\":1:{s:4:\"next\";".repeat(levels) + "N;" + "}".repeat(levels);
    assertThatThrownBy(() -> read(text)).isInstanceOf(SerializeFormatException.class);
    PhpSerializer deep = serializer.toBuilder().limits(ReadLimits.standard().withDepth(0)).build();
    Link link = deep.read(bytes(text), Link.class);
    assertThat(deep.write(link)).isEqualTo(bytes(text));
    // The hash code of a record asks what is inside it.
    assertThatThrownBy(
            () -> deep.read(bytes("a:1:{i:0;" + text + "}"), new TypeRef<Set<Link>>() {}))
        .isInstanceOf(SerializeMappingException.class);
  }

  @Test
  void sharedArraysAreMappedOnce() {
    // Each level holds the one before twice: 2^60 without an end to it.
    StringBuilder text = new StringBuilder("a:61:{i:0;a:0:{}");
    int last = 2;
    for (int i = 1; i <= 60; i++) {
      text.append("i:").append(i).append(";a:2:{i:0;R:").append(last).append(";i:1;R:");
      text.append(last).append(";}");
      last++;
    }
    text.append('}');
    assertThat(read(text.toString(), new TypeRef<List<List<Object>>>() {})).hasSize(61);
    assertThat((PhpArray) read(text.toString())).hasSize(61);
  }

  @Test
  void nextReadsMappedValuesOneByOne() {
    PhpReader in = serializer.reader(bytes("a:1:{i:0;" + ITEM + "}"), 0, ITEM.length() + 10);
    in.beginArray();
    in.nextKey();
    assertThat(serializer.next(in, Item.class)).isEqualTo(new Item("a", 2));
    in.endArray();
  }

  @Test
  void whatCannotBeMappedIsRefusedWhenItIsRegistered() {
    @PhpClass("A")
    record HoldsThread(Thread thread) {}
    @PhpClass("A")
    record HoldsUnregistered(Other other) {}
    assertRefused("Thread", HoldsThread.class);
    assertRefused("Other", HoldsUnregistered.class);
    assertRefused("no @PhpClass", String.class);
    assertRefused("both", Item.class, Twin.class);
    assertRefused("without parameters", NoDefault.class);
    assertRefused("final", Fixed.class);
    assertRefused("abstract", Shapeless.class);
    assertRefused("twice", Twice.class);
    assertRefused("not the name", BadName.class);
    assertThatThrownBy(() -> read("N;", Other.class)).isInstanceOf(IllegalArgumentException.class);
  }

  @PhpClass("Positive")
  record Positive(int n) {
    Positive(int n) {
      if (n < 1) {
        throw new IllegalArgumentException("too small");
      }
      this.n = n;
    }
  }

  @PhpClass("Other")
  record Other() {}

  @PhpClass("app\\item")
  record Twin() {}

  @PhpClass("A")
  static class NoDefault {
    NoDefault(int n) {}
  }

  @PhpClass("A")
  static class Fixed {
    final int n = Integer.parseInt("1");
  }

  @PhpClass("A")
  abstract static class Shapeless {}

  @PhpClass("A")
  record Twice(int n, @PhpName("n") int m) {}

  @PhpClass("\\A")
  record BadName() {}

  private static void assertRefused(String message, Class<?>... types) {
    assertThatThrownBy(() -> PhpSerializer.builder().register(types).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aLookupReachesWhereTheModuleIsClosed() {
    assertThatThrownBy(
            () ->
                PhpSerializer.builder().register(MethodHandles.publicLookup(), Item.class).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be reached");
    assertThat(PhpSerializer.builder().register(MethodHandles.lookup(), Item.class).build())
        .isNotNull();
  }

  @Test
  void exceptionsKeepTheInput() {
    byte[] bytes = bytes("xxi:5q");
    assertThatThrownBy(() -> serializer.read(bytes, 2, 4))
        .isInstanceOfSatisfying(
            SerializeReadException.class, e -> assertThat(e.input()).isEqualTo(bytes("i:5q")));
    byte[] whole = bytes("i:5q");
    assertThatThrownBy(() -> serializer.read(whole))
        .isInstanceOfSatisfying(
            SerializeFormatException.class, e -> assertThat(e.input()).isSameAs(whole));
    assertThatThrownBy(() -> serializer.next(new PhpReader(whole)))
        .isInstanceOfSatisfying(
            SerializeFormatException.class, e -> assertThat(e.input()).isNull());
  }

  @Test
  void failuresOfWritingTellThePropertyTheyAreIn() {
    Node node = new Node();
    node.value = new ArrayList<>(Arrays.asList(1, Thread.currentThread()));
    assertThatThrownBy(() -> write(List.of(node)))
        .isInstanceOf(SerializeValueException.class)
        .hasMessageEndingWith("$[0].value[1]");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private Object read(String text) {
    return serializer.read(bytes(text));
  }

  private <T> T read(String text, Class<T> type) {
    return serializer.read(bytes(text), type);
  }

  private <T> T read(String text, TypeRef<T> type) {
    return serializer.read(bytes(text), type);
  }

  private String write(Object value) {
    return new String(serializer.write(value), ISO_8859_1);
  }
}
