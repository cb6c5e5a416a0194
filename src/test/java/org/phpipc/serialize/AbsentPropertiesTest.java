package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Properties that PHP left out, against those that are null. */
class AbsentPropertiesTest {

  /** What PHP 8.2 writes for an object whose {@code string $lateName} was not initialized. */
  private static final String PLAIN =
      "O:14:\"App\\Jobs\\Plain\":3:{s:2:\"id\";i:5;s:4:\"note\";N;s:5:\"tries\";i:3;}";

  @PhpClass("App\\Jobs\\Plain")
  record Plain(long id, Optional<String> lateName, Optional<String> note, long tries) {}

  @PhpClass("App\\Jobs\\Plain")
  record Told(
      long id, PhpProperty<String> lateName, PhpProperty<String> note, PhpProperty<Long> tries) {
    Told withTries(long more) {
      return new Told(id, lateName, note, PhpProperty.of(more));
    }
  }

  @PhpClass("App\\Jobs\\Plain")
  static class Mutable {
    long id;
    String lateName;
    String note = "none";
    int tries = 7;
    List<String> tags = new ArrayList<>();
    PhpProperty<String> told;
  }

  @Test
  void aRecordIsWrittenWithoutThePropertyThatWasAbsent() {
    Plain plain = read(PLAIN, Plain.class);
    assertThat(plain).isEqualTo(new Plain(5, Optional.empty(), Optional.empty(), 3));
    assertThat(write(plain, Plain.class)).isEqualTo(PLAIN);
  }

  @Test
  void anotherSerializerLeavesItOutToo() {
    Plain plain = read(PLAIN, Plain.class);
    assertThat(write(List.of(plain), Plain.class)).isEqualTo("a:1:{i:0;" + PLAIN + "}");
  }

  @Test
  void aRecordThatJavaMadeHasNullForAnEmptyOptional() {
    assertThat(write(new Plain(5, Optional.empty(), Optional.empty(), 3), Plain.class))
        .isEqualTo(
            "O:14:\"App\\Jobs\\Plain\":4:{s:2:\"id\";i:5;s:8:\"lateName\";N;s:4:\"note\";N;"
                + "s:5:\"tries\";i:3;}");
  }

  @Test
  void aPropertyTellsAbsentFromNull() {
    Told told = read(PLAIN, Told.class);
    assertThat(told.lateName().isAbsent()).isTrue();
    assertThat(told.note()).isEqualTo(PhpProperty.of(null));
    assertThat(told.tries().get()).isEqualTo(3);
    assertThat(write(told, Told.class)).isEqualTo(PLAIN);
  }

  @Test
  void aCopyOfARecordKeepsThePropertyAbsent() {
    assertThat(write(read(PLAIN, Told.class).withTries(4), Told.class))
        .isEqualTo(PLAIN.replace("i:3;", "i:4;"));
  }

  @Test
  void anAbsentPropertyIsLeftOutOfWhatJavaMade() {
    Told made = new Told(5, PhpProperty.absent(), PhpProperty.of(null), PhpProperty.of(3L));
    assertThat(write(made, Told.class)).isEqualTo(PLAIN);
  }

  @Test
  void defaultsOfAClassAreNotWrittenForAbsentProperties() {
    String text = "O:14:\"App\\Jobs\\Plain\":1:{s:2:\"id\";i:5;}";
    Mutable read = read(text, Mutable.class);
    assertThat(read.tries).isEqualTo(7);
    assertThat(read.note).isEqualTo("none");
    assertThat(read.told.isAbsent()).isTrue();
    assertThat(write(read, Mutable.class)).isEqualTo(text);
  }

  @Test
  void whatWasAbsentIsWrittenOnceItIsSet() {
    Mutable read = read("O:14:\"App\\Jobs\\Plain\":1:{s:2:\"id\";i:5;}", Mutable.class);
    read.tries = 8;
    read.tags.add("x");
    assertThat(write(read, Mutable.class))
        .isEqualTo(
            "O:14:\"App\\Jobs\\Plain\":3:{s:2:\"id\";i:5;s:5:\"tries\";i:8;"
                + "s:4:\"tags\";a:1:{i:0;s:1:\"x\";}}");
  }

  @Test
  void nullThatWasReadIsWrittenAsNull() {
    String text = "O:14:\"App\\Jobs\\Plain\":2:{s:2:\"id\";i:5;s:8:\"lateName\";N;}";
    assertThat(write(read(text, Mutable.class), Mutable.class)).isEqualTo(text);
  }

  @Test
  void aPropertyStandsOnlyInAClass() {
    assertThatThrownBy(
            () ->
                PhpSerializer.standard()
                    .read(bytes("a:0:{}"), new TypeRef<List<PhpProperty<String>>>() {}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PhpSerializer.standard().write(List.of(PhpProperty.absent())))
        .isInstanceOf(SerializeValueException.class)
        .hasMessageEndingWith("$[0]");
  }

  @Test
  void instancesAreRememberedByIdentity() {
    WeakMemory<String> memory = new WeakMemory<>();
    Plain owner = new Plain(1, Optional.empty(), Optional.empty(), 1);
    memory.put(owner, "known");
    assertThat(memory.get(owner)).isEqualTo("known");
    assertThat(memory.get(new Plain(1, Optional.empty(), Optional.empty(), 1))).isNull();
  }

  private static <T> T read(String text, Class<T> type) {
    return PhpSerializer.builder().register(type).build().read(bytes(text), type);
  }

  private static String write(Object value, Class<?> type) {
    return new String(PhpSerializer.builder().register(type).build().write(value), ISO_8859_1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
