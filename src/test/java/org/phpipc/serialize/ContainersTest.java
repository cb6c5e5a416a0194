package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PHP's containers in mapped values; the texts are those of PHP 8.2. */
class ContainersTest {

  private static final String LIST = "a:2:{i:0;i:1;i:1;i:2;}";
  private static final String K1 = "O:1:\"K\":1:{s:1:\"n\";i:1;}";
  private static final String K2 = "O:1:\"K\":1:{s:1:\"n\";i:2;}";
  private static final String STORAGE =
      "O:16:\"SplObjectStorage\":2:{i:0;a:4:{i:0;"
          + K1
          + "i:1;s:1:\"x\";i:2;"
          + K2
          + "i:3;N;}i:1;a:1:{s:3:\"foo\";i:1;}}";

  @PhpClass("K")
  record K(int n) {}

  @PhpClass("Lists")
  @SuppressWarnings("ArrayRecordComponent") // what is tested
  record Lists(List<Integer> a, int[] b) {}

  @PhpClass("Named")
  @SuppressWarnings("ArrayRecordComponent") // what is tested
  record Named(
      @PhpClass("ArrayObject") List<Integer> a,
      @PhpClass("SplObjectStorage") Map<K, String> b,
      @PhpClass("SplObjectStorage") Set<K> c,
      @PhpClass("SplStack") int[] d,
      @PhpClass("SplFixedArray") List<Integer> e,
      @PhpClass("stdClass") Map<String, Integer> f) {}

  private static final PhpSerializer SERIALIZER =
      PhpSerializer.builder().register(K.class, Lists.class, Named.class).build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "O:11:\"ArrayObject\":4:{i:0;i:2;i:1;" + LIST + "i:2;a:1:{s:1:\"x\";i:1;}i:3;s:1:\"I\";}",
        "O:13:\"ArrayIterator\":4:{i:0;i:3;i:1;" + LIST + "i:2;a:0:{}i:3;N;}",
        "O:22:\"RecursiveArrayIterator\":4:{i:0;i:0;i:1;" + LIST + "i:2;a:0:{}i:3;N;}",
        "O:8:\"SplQueue\":3:{i:0;i:5;i:1;" + LIST + "i:2;a:0:{}}",
        "O:8:\"SplStack\":3:{i:0;i:6;i:1;" + LIST + "i:2;a:0:{}}",
        "O:19:\"SplDoublyLinkedList\":3:{i:0;i:0;i:1;" + LIST + "i:2;a:1:{s:3:\"foo\";i:3;}}",
        "O:13:\"SplFixedArray\":2:{i:0;i:1;i:1;i:2;}",
        "O:8:\"stdClass\":2:{s:1:\"0\";i:1;s:1:\"1\";i:2;}",
        "O:11:\"ArrayObject\":4:{i:0;i:0;i:1;O:11:\"ArrayObject\":4:{i:0;i:0;i:1;"
            + LIST
            + "i:2;a:0:{}i:3;N;}i:2;a:0:{}i:3;N;}",
        LIST
      })
  void aListOrArrayIsWrittenAsTheContainerItWasReadFrom(String container) {
    String text = "O:5:\"Lists\":2:{s:1:\"a\";" + container + "s:1:\"b\";" + container + "}";
    Lists lists = SERIALIZER.read(bytes(text), Lists.class);
    assertThat(lists.a()).containsExactly(1, 2);
    assertThat(lists.b()).containsExactly(1, 2);
    assertThat(write(lists)).isEqualTo(text);
    assertThat(write(SERIALIZER.read(bytes(container), new TypeRef<Set<Integer>>() {})))
        .isEqualTo(container);
  }

  @Test
  void aMapIsWrittenAsTheContainerItWasReadFrom() {
    for (String text :
        List.of(
            "O:8:\"stdClass\":2:{s:1:\"a\";i:1;s:1:\"5\";i:2;}",
            "O:11:\"ArrayObject\":4:{i:0;i:0;i:1;a:2:{s:1:\"a\";i:1;i:5;i:2;}i:2;a:0:{}i:3;N;}",
            "O:11:\"ArrayObject\":4:{i:0;i:0;i:1;O:8:\"stdClass\":1:{s:1:\"a\";i:1;}i:2;a:0:{}i:3;N;}",
            "O:11:\"ArrayObject\":4:{i:0;i:0;i:1;O:1:\"Q\":1:{s:4:\"\0Q\0a\";i:1;}i:2;a:0:{}i:3;N;}")) {
      assertThat(write(SERIALIZER.read(bytes(text), new TypeRef<Map<String, Integer>>() {})))
          .isEqualTo(text);
    }
  }

  @Test
  void aStorageKeepsItsDataAsMapSetListAndArray() {
    Map<K, String> map = SERIALIZER.read(bytes(STORAGE), new TypeRef<Map<K, String>>() {});
    assertThat(map).containsEntry(new K(1), "x").containsEntry(new K(2), null);
    assertThat(write(map)).isEqualTo(STORAGE);
    assertThat(write(SERIALIZER.read(bytes(STORAGE), new TypeRef<Set<K>>() {}))).isEqualTo(STORAGE);
    assertThat(write(SERIALIZER.read(bytes(STORAGE), new TypeRef<List<K>>() {})))
        .isEqualTo(STORAGE);
    assertThat(write(SERIALIZER.read(bytes(STORAGE), K[].class))).isEqualTo(STORAGE);
  }

  @Test
  void elementsThatJavaAddedAreInTheContainer() {
    Map<K, String> map = SERIALIZER.read(bytes(STORAGE), new TypeRef<Map<K, String>>() {});
    map.remove(new K(1));
    map.put(new K(3), "y");
    assertThat(write(map))
        .isEqualTo(
            "O:16:\"SplObjectStorage\":2:{i:0;a:4:{i:0;"
                + K2
                + "i:1;N;i:2;"
                + K2.replace("i:2;", "i:3;")
                + "i:3;s:1:\"y\";}i:1;a:1:{s:3:\"foo\";i:1;}}");
  }

  @Test
  void oneContainerAtTwoPlacesIsOneObject() {
    String queue = "O:8:\"SplQueue\":3:{i:0;i:4;i:1;" + LIST + "i:2;a:0:{}}";
    String text = "a:2:{i:0;" + queue + "i:1;r:2;}";
    assertThat(write(SERIALIZER.read(bytes(text), new TypeRef<List<List<Integer>>>() {})))
        .isEqualTo(text);
  }

  @Test
  void anAnnotationSaysWhichContainerIsWritten() {
    Map<K, String> map = new LinkedHashMap<>();
    map.put(new K(1), "x");
    Named named =
        new Named(
            List.of(1, 2), map, Set.of(new K(2)), new int[] {1, 2}, List.of(5), Map.of("a", 1));
    String text =
        "O:5:\"Named\":6:{s:1:\"a\";O:11:\"ArrayObject\":4:{i:0;i:0;i:1;"
            + LIST
            + "i:2;a:0:{}i:3;N;}s:1:\"b\";O:16:\"SplObjectStorage\":2:{i:0;a:2:{i:0;"
            + K1
            + "i:1;s:1:\"x\";}i:1;a:0:{}}s:1:\"c\";O:16:\"SplObjectStorage\":2:{i:0;a:2:{i:0;"
            + K2
            + "i:1;N;}i:1;a:0:{}}s:1:\"d\";O:8:\"SplStack\":3:{i:0;i:6;i:1;"
            + LIST
            + "i:2;a:0:{}}s:1:\"e\";O:13:\"SplFixedArray\":1:{i:0;i:5;}"
            + "s:1:\"f\";O:8:\"stdClass\":1:{s:1:\"a\";i:1;}}";
    assertThat(write(named)).isEqualTo(text);
    assertThat(write(SERIALIZER.read(bytes(text), Named.class))).isEqualTo(text);
  }

  @Test
  void flagsOfTheContainerThatTheAnnotationNamesAreKept() {
    String stack = "O:8:\"SplStack\":3:{i:0;i:7;i:1;" + LIST + "i:2;a:0:{}}";
    assertThat(
            write(
                SERIALIZER.read(
                    bytes(
                        "O:5:\"Named\":6:{s:1:\"a\";N;s:1:\"b\";N;s:1:\"c\";N;s:1:\"d\";"
                            + stack
                            + "s:1:\"e\";N;s:1:\"f\";N;}"),
                    Named.class)))
        .contains(stack);
  }

  @Test
  void anAnnotationThatFitsNothingIsRefused() {
    @PhpClass("A")
    record Keyed(@PhpClass("SplQueue") Map<String, Integer> map) {}
    @PhpClass("A")
    record Unknown(@PhpClass("App\\Collection") List<Integer> list) {}
    for (Class<?> type : List.of(Keyed.class, Unknown.class)) {
      assertThatThrownBy(() -> PhpSerializer.builder().register(type).build())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("@PhpClass is for");
    }
  }

  @Test
  void aStorageOfOtherThanObjectsIsRefused() {
    @PhpClass("A")
    record A(@PhpClass("SplObjectStorage") List<Object> list) {}
    PhpSerializer serializer = PhpSerializer.builder().register(A.class).build();
    assertThatThrownBy(() -> serializer.write(new A(List.of("x"))))
        .isInstanceOf(SerializeValueException.class)
        .hasMessageContaining("a SplObjectStorage holds objects, not java.lang.String");
  }

  @Test
  void objectsThatAreEqualInJavaAreRefused() {
    String twins = STORAGE.replace(K2, K1);
    for (TypeRef<?> type : List.of(new TypeRef<Map<K, String>>() {}, new TypeRef<Set<K>>() {})) {
      assertThatThrownBy(() -> SERIALIZER.read(bytes(twins), type))
          .isInstanceOf(SerializeMappingException.class)
          .hasMessageContaining("expected objects that are not equal in Java, found two that are")
          .hasMessageContaining("$[0]");
    }
    assertThat(SERIALIZER.read(bytes(twins), new TypeRef<List<K>>() {})).hasSize(2);
  }

  @Test
  void oneObjectTwiceIsOneKeyWithTheLastData() {
    String text =
        "O:16:\"SplObjectStorage\":2:{i:0;a:4:{i:0;"
            + K1
            + "i:1;s:1:\"x\";i:2;r:3;i:3;s:1:\"y\";}i:1;a:0:{}}";
    assertThat(SERIALIZER.read(bytes(text), new TypeRef<Map<K, String>>() {}))
        .isEqualTo(Map.of(new K(1), "y"));
    assertThat(SERIALIZER.read(bytes(text), new TypeRef<Set<K>>() {})).hasSize(1);
  }

  @Test
  void anArrayObjectInsideItselfIsRefused() {
    assertThatThrownBy(
            () ->
                SERIALIZER.read(
                    bytes("O:11:\"ArrayObject\":4:{i:0;i:0;i:1;r:1;i:2;a:0:{}i:3;N;}"),
                    new TypeRef<List<Integer>>() {}))
        .isInstanceOf(SerializeMappingException.class);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static String write(Object value) {
    return new String(SERIALIZER.write(value), ISO_8859_1);
  }
}
