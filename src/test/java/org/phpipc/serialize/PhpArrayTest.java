package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhpArrayTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "5", "-5", "10", "9223372036854775807", "-9223372036854775808", "-1"})
  void canonicalDecimalsBecomeInts(String key) {
    PhpArray array = new PhpArray();
    array.put(key, "x");
    assertThat(array.keySet()).containsExactly(Long.valueOf(key));
    assertThat(array.get(PhpString.of(key))).isEqualTo("x");
    assertThat(array.get(Long.valueOf(key))).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "05",
        "-0",
        "+5",
        " 5",
        "5 ",
        "5.0",
        "1e1",
        "-",
        "9223372036854775808",
        "-9223372036854775809",
        "10000000000000000000",
        "18446744073709551621",
        "٣"
      })
  void otherStringsStayStrings(String key) {
    PhpArray array = new PhpArray();
    array.put(key, "x");
    assertThat(array.keySet()).containsExactly(key);
  }

  @Test
  void integersOfAnyWidthAreTheSameKey() {
    PhpArray array = new PhpArray();
    array.put((byte) 7, 1);
    array.put((short) 7, 2);
    array.put(7, 3);
    array.put(7L, 4);
    array.put("7", 5);
    assertThat(array).hasSize(1).containsEntry(7L, 5);
  }

  @Test
  void bytesThatAreTextAreTheSameKeyAsTheText() {
    PhpArray array = new PhpArray();
    array.put(PhpString.of("name"), 1);
    array.put(java.nio.CharBuffer.wrap("name"), 2);
    assertThat(array).hasSize(1).containsEntry("name", 2);
  }

  @Test
  void bytesThatAreNotUtf8AreAKeyOfTheirOwn() {
    PhpString key = PhpString.of("caf\u00e9".getBytes(ISO_8859_1));
    PhpArray array = new PhpArray();
    array.put(key, 1);
    assertThat(array.keySet()).containsExactly(key);
  }

  @Test
  void otherKeysAreRefused() {
    PhpArray array = new PhpArray();
    assertThatThrownBy(() -> array.put(null, 1)).hasMessageContaining("not null");
    assertThatThrownBy(() -> array.put(1.5, 1)).hasMessageContaining("not java.lang.Double");
    assertThat(array.containsKey(true)).isFalse();
    assertThat(array.get(null)).isNull();
  }

  @Test
  void aKeyThatIsSetAgainKeepsItsPosition() {
    PhpArray array = new PhpArray();
    array.put("x", 1);
    array.put("y", 2);
    assertThat(array.put("x", 3)).isEqualTo(1);
    assertThat(array.keySet()).containsExactly("x", "y");
    assertThat(array.values()).containsExactly(3, 2);
  }

  @Test
  void nextIndexIsOneMoreThanTheLargestIntKeyThereEverWas() {
    PhpArray array = new PhpArray();
    assertThat(array.nextIndex()).isZero();
    array.put(-5, "x");
    assertThat(array.nextIndex()).isZero();
    array.put(7, "x");
    array.put(3, "x");
    array.remove(7);
    array.add("y");
    assertThat(array.keySet()).containsExactly(-5L, 3L, 8L);
  }

  @Test
  void afterTheLargestIntThereIsNoNextIndex() {
    PhpArray array = new PhpArray();
    array.put(Long.MAX_VALUE, "x");
    assertThatThrownBy(() -> array.add("y")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aListIsOneByItsKeysInOrder() {
    PhpArray list = PhpArray.ofValues("a", "b", "c");
    assertThat(list.isList()).isTrue();
    assertThat(list.asList()).containsExactly("a", "b", "c");
    list.remove(1);
    assertThat(list.isList()).isFalse();
    assertThat(list.keySet()).containsExactly(0L, 2L);
    assertThatThrownBy(list::asList).isInstanceOf(IllegalStateException.class);
    PhpArray swapped = new PhpArray();
    swapped.put(1, "b");
    swapped.put(0, "a");
    assertThat(swapped.isList()).isFalse();
  }

  @Test
  void removingTheLastOfAListKeepsTheNextIndex() {
    PhpArray list = PhpArray.ofValues("a", "b");
    list.remove(1);
    list.add("c");
    assertThat(list.keySet()).containsExactly(0L, 2L);
  }

  @Test
  void copyingAMapLetsTheLastOfEqualKeysWin() {
    Map<Object, Object> map = new java.util.LinkedHashMap<>();
    map.put("5", "text");
    map.put(5, "int");
    assertThat(PhpArray.copyOf(map)).hasSize(1).containsEntry(5L, "int");
  }

  @Test
  void entriesWriteThroughAndCanBeRemovedWhileWalking() {
    PhpArray array = PhpArray.ofValues(1, 2, 3, 4);
    for (Iterator<Map.Entry<Object, Object>> it = array.entrySet().iterator(); it.hasNext(); ) {
      Map.Entry<Object, Object> entry = it.next();
      if (entry.getValue().equals(2)) {
        it.remove();
      } else {
        entry.setValue(0);
      }
    }
    assertThat(array).isEqualTo(Map.of(0L, 0, 2L, 0, 3L, 0));
  }

  @Test
  void behavesAsAMapUnderRandomUse() {
    Random random = new Random(42);
    PhpArray array = new PhpArray();
    Map<Object, Object> expected = new java.util.LinkedHashMap<>();
    for (int i = 0; i < 20_000; i++) {
      int number = random.nextInt(60) - 5;
      Object key = random.nextBoolean() ? (Object) (long) number : "k" + number;
      if (random.nextInt(4) == 0) {
        assertThat(array.remove(key)).isEqualTo(expected.remove(key));
      } else {
        assertThat(array.put(key, i)).isEqualTo(expected.put(key, i));
      }
      assertThat(array.get(key)).isEqualTo(expected.get(key));
    }
    assertThat(new ArrayList<>(array.entrySet())).isEqualTo(new ArrayList<>(expected.entrySet()));
  }

  @Test
  void keysWithTheSameHashCodeDoNotSlowItDown() {
    List<String> keys = new ArrayList<>(List.of(""));
    for (int i = 0; i < 15; i++) {
      List<String> longer = new ArrayList<>();
      keys.forEach(key -> longer.addAll(Arrays.asList(key + "Aa", key + "BB")));
      keys = longer;
    }
    List<String> colliding = keys;
    assertThat(colliding.stream().map(String::hashCode).distinct()).hasSize(1);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          PhpArray array = new PhpArray();
          colliding.forEach(key -> array.put(key, key));
          assertThat(array).hasSize(colliding.size());
          colliding.forEach(key -> assertThat(array.get(key)).isSameAs(key));
        });
  }

  @Test
  void equalsAMapWithTheSameEntries() {
    assertThat(PhpArray.ofValues("a")).isEqualTo(new HashMap<>(Map.of(0L, "a")));
    assertThat(PhpArray.ofValues(1, PhpArray.ofValues(2))).hasToString("{0=1, 1=array(1)}");
  }
}
