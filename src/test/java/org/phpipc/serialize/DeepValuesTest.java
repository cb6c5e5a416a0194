package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers are written alike however deep they are, though not by the same code. */
class DeepValuesTest {

  private final PhpSerializer serializer = PhpSerializer.standard();

  @ParameterizedTest
  @ValueSource(ints = {0, 30, 31, 32, 33, 34, 100, 10_000})
  void whatIsDeepInsideIsWrittenAsOutside(int depth) {
    Map<Object, Object> map = new LinkedHashMap<>();
    map.put("5", 1);
    map.put(7, new int[] {1, 2});
    PhpObject object = PhpObject.standard();
    object.set("5", PhpArray.ofValues(1L, null));
    String inside =
        "a:2:{i:0;a:2:{i:5;i:1;i:7;a:2:{i:0;i:1;i:1;i:2;}}"
            + "i:1;O:8:\"stdClass\":1:{s:1:\"5\";a:2:{i:0;i:1;i:1;N;}}}";

    byte[] bytes = serializer.write(within(depth, List.of(map, object)));

    String expected = "a:1:{i:0;".repeat(depth) + inside + "}".repeat(depth);
    assertThat(new String(bytes, ISO_8859_1)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 32, 40})
  void theWayToWhatCannotBeWrittenIsWhole(int depth) {
    assertThatThrownBy(() -> serializer.write(within(depth, Map.of("a", new Object()))))
        .isInstanceOfSatisfying(
            SerializeValueException.class,
            e -> assertThat(e.path()).isEqualTo("$" + "[0]".repeat(depth) + ".a"));
  }

  @Test
  void theWayToAKeyThatCannotBeWrittenIsWhole() {
    assertThatThrownBy(() -> serializer.write(within(2, Map.of("a\ud800", 1))))
        .isInstanceOfSatisfying(
            SerializeValueException.class, e -> assertThat(e.path()).startsWith("$[0][0]["));
    assertThatThrownBy(() -> serializer.write(within(2, Collections.singletonMap(null, 1))))
        .isInstanceOfSatisfying(
            SerializeValueException.class, e -> assertThat(e.path()).isEqualTo("$[0][0]"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 31, 32, 50})
  void aCycleIsToldWhereItBegins(int depth) {
    List<Object> cycle = new ArrayList<>();
    cycle.add(1);
    cycle.add(Map.of("self", cycle));
    assertThatThrownBy(() -> serializer.write(within(depth, cycle)))
        .isInstanceOf(SerializeValueException.class)
        .hasMessageContaining("java.util.ArrayList that contains itself")
        .satisfies(
            e ->
                assertThat(((SerializeValueException) e).path())
                    .isEqualTo("$" + "[0]".repeat(depth) + "[1].self"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 40})
  void whatHasMoreOrLessElementsThanItsSizeIsRefused(int depth) {
    for (int size : new int[] {1, 3}) {
      assertThatThrownBy(() -> serializer.write(within(depth, ofSize(size))))
          .isInstanceOf(SerializeValueException.class)
          .hasMessageEndingWith(
              "of size " + size + " that has 2 elements at $" + "[0]".repeat(depth));
    }
  }

  /** Two elements, whatever it says. */
  private static List<Object> ofSize(int size) {
    return new ArrayList<>(List.of(1, 2)) {
      @Override
      public int size() {
        return size;
      }
    };
  }

  private static Object within(int depth, Object inside) {
    Object value = inside;
    for (int i = 0; i < depth; i++) {
      value = Collections.singletonList(value);
    }
    return value;
  }
}
