package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Maps whose keys are different in Java and may be the same in PHP. */
class MixedKeysTest {

  private final PhpSerializer serializer = PhpSerializer.standard();

  @Test
  void ofKeysThatBecomeTheSameTheFirstPlaceAndTheLastValueCount() {
    assertThat(written(mixed())).isEqualTo("a:2:{i:5;s:1:\"b\";s:1:\"x\";i:1;}");
  }

  @Test
  void whatStandsBeforeAndAroundSuchAMapIsWrittenOnce() {
    PhpObject object = PhpObject.standard();
    Object value = Map.of("all", List.of(object, mixed(), object));
    assertThat(written(value))
        .isEqualTo(
            "a:1:{s:3:\"all\";a:3:{i:0;O:8:\"stdClass\":0:{}"
                + "i:1;a:2:{i:5;s:1:\"b\";s:1:\"x\";i:1;}i:2;r:3;}}");
  }

  @Test
  void theNextValueIsNotConcerned() {
    ByteBuffer buffer = ByteBuffer.allocate(100);
    serializer.write(mixed(), buffer);
    assertThat(buffer.position()).isEqualTo(written(mixed()).length());
    assertThat(written(Map.of("a", 1))).isEqualTo("a:1:{s:1:\"a\";i:1;}");
  }

  @Test
  void keysOfSeveralKindsThatStayDifferentAreWrittenInOrder() {
    assertThat(written(map("a", 1L, 2, "07"))).isEqualTo(ones("s:1:\"a\";i:1;i:2;s:2:\"07\";"));
    assertThat(written(map(3, 1))).isEqualTo(ones("i:3;i:1;"));
    assertThat(written(map(3L, -1L))).isEqualTo(ones("i:3;i:-1;"));
  }

  @Test
  void aKeyThatNoneCanBeIsToldWithTheWayToItsMap() {
    assertThatThrownBy(() -> serializer.write(List.of(map("a", 1, 2.5))))
        .isInstanceOfSatisfying(
            SerializeValueException.class, e -> assertThat(e.path()).isEqualTo("$[0]"));
  }

  private static Map<Object, Object> mixed() {
    Map<Object, Object> map = new LinkedHashMap<>();
    map.put("5", "a");
    map.put("x", 1);
    map.put(5, "b");
    return map;
  }

  private static Map<Object, Object> map(Object... keys) {
    Map<Object, Object> map = new LinkedHashMap<>();
    Arrays.asList(keys).forEach(key -> map.put(key, 1));
    return map;
  }

  /** The array of these keys, each with the value 1. */
  private static String ones(String keys) {
    int count = keys.length() - keys.replace(";", "").length();
    return "a:" + count + ":{" + keys.replace(";", ";i:1;") + "}";
  }

  private String written(Object value) {
    return new String(serializer.write(value), ISO_8859_1);
  }
}
