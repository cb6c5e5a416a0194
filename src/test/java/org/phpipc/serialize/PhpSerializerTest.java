package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PhpSerializerTest {

  @Test
  void writesJavaTypesAsTheirPhpCounterparts() {
    assertThat(write(null)).isEqualTo("N;");
    assertThat(write(true)).isEqualTo("b:1;");
    assertThat(write((byte) -1)).isEqualTo("i:-1;");
    assertThat(write((short) 2)).isEqualTo("i:2;");
    assertThat(write(3)).isEqualTo("i:3;");
    assertThat(write(Long.MIN_VALUE)).isEqualTo("i:-9223372036854775808;");
    assertThat(write(Long.MAX_VALUE)).isEqualTo("i:9223372036854775807;");
    assertThat(write(BigInteger.TEN)).isEqualTo("i:10;");
    assertThat(write(0.5f)).isEqualTo("d:0.5;");
    assertThat(write('x')).isEqualTo("s:1:\"x\";");
    assertThat(write(java.nio.CharBuffer.wrap("é€😀"))).isEqualTo(utf8("s:9:\"é€😀\";"));
    assertThat(write(new byte[] {'a', -1})).isEqualTo("s:2:\"a\u00ff\";");
    assertThat(write(Optional.of(Optional.of(1)))).isEqualTo("i:1;");
    assertThat(write(Optional.empty())).isEqualTo("N;");
  }

  @Test
  void writesEveryDecimalLength() {
    for (long power = 1; power > 0 && power <= Long.MAX_VALUE / 10; power *= 10) {
      for (long n : new long[] {power - 1, power, -power, 1 - power}) {
        assertThat(write(n)).isEqualTo("i:" + n + ";");
      }
    }
  }

  @Test
  void writesCollectionsAndArraysAsLists() {
    String expected = "a:2:{i:0;i:1;i:1;i:2;}";
    assertThat(write(List.of(1, 2))).isEqualTo(expected);
    assertThat(write(new ArrayDeque<>(List.of(1, 2)))).isEqualTo(expected);
    assertThat(write(new LinkedHashSet<>(List.of(1, 2)))).isEqualTo(expected);
    assertThat(write(new Object[] {1, 2L})).isEqualTo(expected);
    assertThat(write(new int[] {1, 2})).isEqualTo(expected);
    assertThat(write(new long[] {1, 2})).isEqualTo(expected);
    assertThat(write(new double[] {1})).isEqualTo("a:1:{i:0;d:1;}");
    assertThat(write(new char[] {'a'})).isEqualTo("a:1:{i:0;s:1:\"a\";}");
    assertThat(write(List.of())).isEqualTo("a:0:{}");
  }

  @Test
  void writesKeysOfMapsAsPhpWouldHaveThem() {
    Map<Object, Object> map = new LinkedHashMap<>();
    map.put("5", 1);
    map.put("05", 2);
    assertThat(write(map)).isEqualTo("a:2:{i:5;i:1;s:2:\"05\";i:2;}");
    map.put(5, 3);
    assertThat(write(map)).isEqualTo("a:2:{i:5;i:3;s:2:\"05\";i:2;}");
    assertThat(write(Map.of(7, "x"))).isEqualTo("a:1:{i:7;s:1:\"x\";}");
  }

  @Test
  void refusesWhatHasNoFormInPhpAndSaysWhere() {
    Map<String, Object> job = new LinkedHashMap<>();
    job.put("id", 1);
    job.put("owner", Thread.currentThread());
    assertThatThrownBy(() -> write(Map.of("jobs", List.of(1, 2, 3, job))))
        .isInstanceOf(SerializeValueException.class)
        .hasMessageContaining("java.lang.Thread")
        .hasMessageEndingWith("$.jobs[3].owner");
    assertThatThrownBy(() -> write(Map.of("n", BigInteger.ONE.shiftLeft(63))))
        .hasMessageEndingWith("$.n");
    assertThatThrownBy(() -> write(List.of("ok", "\ud800x")))
        .hasMessageContaining("surrogate")
        .hasMessageEndingWith("$[1]");
    assertThatThrownBy(() -> write(List.of(Map.of(1.5, "x"))))
        .isInstanceOf(SerializeValueException.class)
        .hasMessageEndingWith("$[0]");
    assertThatThrownBy(() -> write(PhpObject.standard().set("a b", Map.of("\udc00", 1))))
        .hasMessageStartingWith("a text with a lone surrogate")
        .hasMessageContaining("$[\"a b\"]");
  }

  @Test
  void refusesACycleThroughPlainContainersAndSaysWhere() {
    List<Object> list = new ArrayList<>();
    Map<String, Object> map = new LinkedHashMap<>(Map.of("list", list));
    list.add(1);
    list.add(map);
    assertThatThrownBy(() -> write(Map.of("top", list)))
        .isInstanceOf(SerializeValueException.class)
        .hasMessageContaining("contains itself")
        .hasMessageEndingWith("$.top[1].list");
  }

  @Test
  void theSameListAtTwoPlacesIsNoCycle() {
    List<Integer> list = List.of(1);
    Object value = list;
    for (int i = 0; i < 100; i++) {
      value = Arrays.asList(list, value);
    }
    assertThat(write(value)).startsWith("a:2:{i:0;a:1:{i:0;i:1;}i:1;a:2:");
  }

  @Test
  void readsTextAsStringsAndOtherBytesAsPhpStrings() {
    assertThat(read(utf8("s:5:\"é\ufffd\";"))).isEqualTo("é\ufffd");
    assertThat(read("s:2:\"\u00e9\u00ff\";"))
        .isEqualTo(PhpString.of(new byte[] {(byte) 0xe9, (byte) 0xff}));
    // Overlong, a surrogate, and beyond the last code point.
    assertThat(read("s:2:\"\u00c0\u0080\";")).isInstanceOf(PhpString.class);
    assertThat(read("s:3:\"\u00ed\u00a0\u0080\";")).isInstanceOf(PhpString.class);
    assertThat(read("s:4:\"\u00f4\u0090\u0080\u0080\";")).isInstanceOf(PhpString.class);
  }

  @Test
  void readsStringsAsBytesOnRequest() {
    PhpSerializer serializer = PhpSerializer.builder().stringsAsBytes(true).build();
    Object value = serializer.read("a:1:{s:1:\"k\";s:1:\"v\";}".getBytes(ISO_8859_1));
    assertThat(value).isEqualTo(Map.of("k", PhpString.of("v")));
  }

  @Test
  void keepsIntKeysOfObjectsWithTheArrayForm() {
    String text = "O:3:\"Bag\":2:{i:0;i:7;s:1:\"1\";i:8;}";
    PhpObject bag = (PhpObject) read(text);
    assertThat(bag.properties().keySet()).containsExactly(0L, "1");
    assertThat(bag.get("0")).isEqualTo(7L);
    assertThat(bag.properties().get(1)).isEqualTo(8L);
    assertThat(write(bag)).isEqualTo(text);
  }

  @Test
  void intKeysOfStdClassAreNames() {
    PhpObject object = (PhpObject) read("O:8:\"stdClass\":2:{i:0;i:1;s:1:\"0\";i:2;}");
    assertThat(object.properties()).isEqualTo(Map.of("0", 2L));
  }

  @Test
  void findsPropertiesByPlainNameWhateverTheirVisibility() {
    PhpObject job =
        new PhpObject("App\\Job")
            .set("id", 1)
            .set(PropertyName.ofProtected("queue"), "mail")
            .set(PropertyName.ofPrivate("App\\Job", "secret"), "s")
            .set(PropertyName.ofPrivate("App\\Base", "base"), "b");
    assertThat(job.get("queue")).isEqualTo("mail");
    assertThat(job.set("secret", "t").get("secret")).isEqualTo("t");
    assertThat(job.get("base")).isEqualTo("b");
    assertThat(job.has("none")).isFalse();
    assertThat(write(job))
        .isEqualTo(
            "O:7:\"App\\Job\":4:{s:2:\"id\";i:1;s:8:\"\0*\0queue\";s:4:\"mail\";"
                + "s:15:\"\0App\\Job\0secret\";s:1:\"t\";s:14:\"\0App\\Base\0base\";s:1:\"b\";}");
  }

  @Test
  void namesOfClassesMustBeReadableByPhp() {
    for (String name : List.of("", "\\App", "a b", "a:b", "a\0b")) {
      assertThatThrownBy(() -> new PhpObject(name)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new PhpEnum(name, "X")).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void classesThatAreNotAllowedComeOutIncomplete() {
    ReadLimits limits = ReadLimits.standard().withAllowedClasses(List.of("App\\Job"));
    PhpSerializer serializer = PhpSerializer.builder().limits(limits).build();
    List<Diagnostic> said = new ArrayList<>();
    byte[] bytes =
        "a:3:{i:0;O:7:\"app\\JOB\":0:{}i:1;O:1:\"X\":1:{i:0;N;}i:2;C:1:\"X\":1:{x}}"
            .getBytes(ISO_8859_1);
    PhpArray array = (PhpArray) serializer.read(bytes, 0, bytes.length, said::add);
    assertThat(array.asList())
        .map(object -> ((PhpObject) object).isIncomplete())
        .containsExactly(false, true, true);
    assertThat(said).containsExactly(Diagnostic.noUnserializer("__PHP_Incomplete_Class"));
    assertThat(write(array))
        .isEqualTo(
            "a:3:{i:0;O:7:\"app\\JOB\":0:{}i:1;O:1:\"X\":1:{s:1:\"0\";N;}i:2;O:1:\"X\":0:{}}");
  }

  @Test
  void warningsShowNamesUpToANul() {
    List<Diagnostic> said = new ArrayList<>();
    byte[] bytes = "E:4:\"a\0*p\";".getBytes(ISO_8859_1);
    assertThatThrownBy(() -> PhpSerializer.standard().read(bytes, 0, bytes.length, said::add))
        .isInstanceOf(SerializeFormatException.class);
    assertThat(said).containsExactly(Diagnostic.missingColon("a"));
  }

  @Test
  void trailingBytesAreIgnoredUnlessRefused() {
    byte[] bytes = "i:1;x".getBytes(ISO_8859_1);
    assertThat(PhpSerializer.standard().read(bytes)).isEqualTo(1L);
    PhpSerializer strict = PhpSerializer.builder().trailingDataRefused(true).build();
    assertThatThrownBy(() -> strict.read(bytes))
        .isInstanceOfSatisfying(
            SerializeFormatException.class, e -> assertThat(e.offset()).isEqualTo(4));
  }

  @Test
  void offsetsCountFromTheStartOfTheRange() {
    byte[] bytes = "xxxa:1:{i:0;q}".getBytes(ISO_8859_1);
    assertThatThrownBy(() -> PhpSerializer.standard().read(bytes, 3, bytes.length - 3))
        .isInstanceOfSatisfying(
            SerializeFormatException.class,
            e -> {
              assertThat(e.offset()).isEqualTo(9);
              assertThat(e.path()).isEqualTo("$[0]");
              assertThat(e.reason()).isEqualTo("expected a value");
            });
    assertThatThrownBy(() -> PhpSerializer.standard().read(bytes, 3, 100))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void theRangeEndsWhereItSays() {
    byte[] bytes = "i:12;".getBytes(ISO_8859_1);
    for (int length = 0; length < bytes.length; length++) {
      int shorter = length;
      assertThatThrownBy(() -> PhpSerializer.standard().read(bytes, 0, shorter))
          .isInstanceOf(SerializeFormatException.class);
    }
  }

  private static String utf8(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private static Object read(String bytes) {
    return PhpSerializer.standard().read(bytes.getBytes(ISO_8859_1));
  }

  private static String write(Object value) {
    return new String(PhpSerializer.standard().write(value), ISO_8859_1);
  }

  @Test
  void writesHugeTextsWhateverTheyHold() {
    // Ł has the low half of A; the pair stands at every place around the end of a piece.
    for (int length : new int[] {16_383, 16_384, 16_385, 20_480, 100_000}) {
      for (String rare : new String[] {"", "é", "Ł", "\uD83D\uDE00"}) {
        for (int at : new int[] {0, 4094, 4095, 4096, length}) {
          String text = "a".repeat(at) + rare + "b".repeat(length - at);
          byte[] bytes = text.getBytes(UTF_8);
          String expected = "s:" + bytes.length + ":\"" + text + "\";";
          assertThat(PhpSerializer.standard().write(text)).isEqualTo(expected.getBytes(UTF_8));
        }
      }
    }
    String broken = "a".repeat(20_000) + "\uD83D";
    assertThatThrownBy(() -> PhpSerializer.standard().write(broken))
        .isInstanceOf(SerializeValueException.class);
  }
}
