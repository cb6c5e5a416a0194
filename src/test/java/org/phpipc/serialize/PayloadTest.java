package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects with payloads whose values have numbers; the texts and numbers are from PHP 8.2. */
class PayloadTest {

  private static final String A = "O:1:\"A\":0:{}";
  private static final String B = "O:1:\"B\":0:{}";

  /** {@code serialize([new L([1,2]), $a = new A, new B, new C, new D, $a])}. */
  private static final String BEFORE_A_SHARED_OBJECT =
      "a:6:{i:0;C:1:\"L\":22:{a:2:{i:0;i:1;i:1;i:2;}}i:1;O:1:\"A\":0:{}i:2;O:1:\"B\":0:{}"
          + "i:3;O:1:\"C\":0:{}i:4;O:1:\"D\":0:{}i:5;r:6;}";

  /** The object of {@code o} and {@code p} is that of the payload. */
  private static final String SHARED_WITH_A_PAYLOAD =
      "a:3:{s:1:\"t\";C:7:\"UserSer\":58:{a:2:{i:0;O:8:\"stdClass\":1:{s:1:\"n\";s:6:\"SHARED\";}"
          + "i:1;i:1;}}s:1:\"o\";r:4;s:1:\"p\";r:4;}";

  private static String custom(String payload) {
    return "C:1:\"L\":" + payload.length() + ":{" + payload + "}";
  }

  /** After the payload come an A and a B, and an object with this number. */
  private static String withReference(String payload, int number) {
    return "a:4:{i:0;" + custom(payload) + "i:1;" + A + "i:2;" + B + "i:3;r:" + number + ";}";
  }

  @Test
  void valuesOfAPayloadHaveNumbers() {
    PhpArray array = (PhpArray) read(BEFORE_A_SHARED_OBJECT);
    assertThat(array.get(5)).isSameAs(array.get(1));
    assertThat(write(array)).isEqualTo(BEFORE_A_SHARED_OBJECT);
  }

  @Test
  void aPayloadThatIsWrittenHasItsNumbers() {
    List<PhpObject> items = objects(6);
    PhpCustom legacy = new PhpCustom("Legacy", PhpString.of("a:3:{i:0;i:1;i:1;i:2;i:2;i:3;}"));
    String text = write(PhpArray.ofValues(legacy, items, items.get(1)));
    assertThat(text).endsWith("i:2;r:9;}");
    assertThat(((PhpArray) read(text)).get(2)).isInstanceOf(PhpObject.class);
  }

  private static List<PhpObject> objects(int count) {
    return java.util.stream.IntStream.range(0, count).mapToObj(i -> PhpObject.standard()).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '#',
      value = {
        "i:5; 4",
        "## 3",
        "N; 4",
        "s:5:\"i:1;i\"; 4",
        "a:2:{i:0;i:1;i:1;i:2;} 6",
        "r:2; 4",
        "a:2:{i:0;i:5;i:1;R:4;} 5",
        "x:i:0;a:1:{i:0;i:7;};m:a:0:{} 7",
        "x:i:0;O:8:\"stdClass\":0:{};m:a:0:{} 6",
        "x:i:16777216;m:a:1:{s:1:\"p\";i:1;} 6",
        "x:i:1;O:1:\"A\":0:{},i:5;;m:a:0:{} 7",
        "x:i:1;O:1:\"A\":0:{};m:a:0:{} 6",
        "x:i:2;O:1:\"A\":0:{},i:5;;r:4;,i:6;;m:a:0:{} 9",
        "x:i:0;m:a:0:{} 5",
        "i:0;:i:1;:i:2; 6",
        "i:6;:i:1;:O:1:\"A\":0:{} 6",
        "s:1:\"5\";a:0:{} 5",
        "{\"a\":1} 3",
        "[\"i\",5,\"N\",{\"s:1\":\"id:7\"}] 3",
        "hello 3",
        "id:42;name:abc 3",
        "\u0001\u00ff\u0000ab 3",
        "C:1:\"L\":14:{a:1:{i:0;i:1;}} 6",
        "a:1:{i:0;C:1:\"J\":7:{{\"a\":1}}} 5",
      })
  void theNextNumberIsThatBehindThePayload(String payload, int number) {
    String text = withReference(payload, number);
    PhpArray array = (PhpArray) read(text);
    assertThat(array.get(3)).isSameAs(array.get(1)).isInstanceOf(PhpObject.class);
    assertThat(write(array)).isEqualTo(text);
    PhpArray next = (PhpArray) read(withReference(payload, number + 1));
    assertThat(next.get(3)).isSameAs(next.get(2));
    PhpReader in = new PhpReader(new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
    in.beginArray();
    in.nextKey();
    in.skipValue();
    assertThat(in.slot()).isEqualTo(number - 1);
    PhpCustom own = new PhpCustom("L", PhpString.of(payload.getBytes(ISO_8859_1)));
    PhpObject a = new PhpObject("A");
    assertThat(write(PhpArray.ofValues(own, a, new PhpObject("B"), a))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "i:5;i:6;",
        "i:5; ",
        "5|a:1:{i:0;i:1;}",
        "v1:O:1:\"A\":0:{}",
        "a:1:{i:0;i:1;",
        "a:2:{i:0;i:1;i:1;q}",
        "{\"d\":\"a:1:{i:0;i:1;}\"}",
        "{\"d\":\"O:1:\\\"A\\\":0:{}\"}",
        "d=a%3A1%3A%7Bi%3A0%3Bi%3A1%3B%7D",
        "YToxOntpOjA7aToxO30=",
        "613a313a7b693a303b693a313b7d",
        "x\u009cK\u00b42",
        "a:1:{i:0;s:14:\"a:1:{i:0;i:1;}\";}",
        "x:i:1;O:1:\"A\":0:{};m:a:0:{}!",
        "a:1:{i:0;C:1:\"L\":8:{i:5;i:6;}}"
      })
  void behindAPayloadOfAnUnknownKindNoNumberIsTaken(String payload) {
    for (int number = 3; number <= 8; number++) {
      String text = withReference(payload, number);
      assertThatThrownBy(() -> read(text))
          .isInstanceOf(SerializeFormatException.class)
          .hasMessageContaining("after an object with bytes of its own");
    }
    String before = withReference(payload, 2);
    assertThat(write(read(before))).isEqualTo(before);
    PhpCustom own = new PhpCustom("L", PhpString.of(payload.getBytes(ISO_8859_1)));
    PhpObject a = new PhpObject("A");
    assertThatThrownBy(() -> write(PhpArray.ofValues(own, a, a)))
        .isInstanceOf(SerializeValueException.class)
        .hasMessageContaining("at $[2]");
    assertThat(write(PhpArray.ofValues(a, own, a, own)))
        .isEqualTo("a:4:{i:0;" + A + "i:1;" + custom(payload) + "i:2;r:2;i:3;r:3;}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:1:{i:0;r:9;}", "a:1:{i:0;r:3;}"})
  void behindAPayloadThatRefersToNothingNoNumberIsTaken(String payload) {
    assertThatThrownBy(() -> read(withReference(payload, 5)))
        .isInstanceOf(SerializeFormatException.class)
        .hasMessageContaining("after an object with bytes of its own");
  }

  @Test
  void anUnknownPayloadDoesNoHarmToTheNextValue() {
    String unknown = "a:1:{i:0;" + custom("i:5;i:6;") + "}";
    String shared = "a:2:{i:0;" + A + "i:1;r:2;}";
    PhpReader in = new PhpReader((unknown + shared).getBytes(ISO_8859_1));
    in.skipValue();
    assertThat(write(PhpSerializer.standard().next(in))).isEqualTo(shared);
    PhpWriter out = new PhpWriter();
    PhpSerializer.standard().write(read(unknown), out);
    PhpSerializer.standard().write(read(shared), out);
    assertThat(out.toByteArray()).isEqualTo((unknown + shared).getBytes(ISO_8859_1));
  }

  @Test
  void anObjectOfAPayloadIsTheSameOutside() {
    PhpArray array = (PhpArray) read(SHARED_WITH_A_PAYLOAD);
    PhpObject shared = (PhpObject) array.get("o");
    assertThat(shared.get("n")).isEqualTo("SHARED");
    assertThat(array.get("p")).isSameAs(shared);
    assertThat(write(array)).isEqualTo(SHARED_WITH_A_PAYLOAD);
  }

  @Test
  void whatChangesInASharedObjectIsWrittenInThePayload() {
    PhpArray array = (PhpArray) read(SHARED_WITH_A_PAYLOAD);
    ((PhpObject) array.get("o")).set("n", "other");
    assertThat(write(array))
        .isEqualTo(
            "a:3:{s:1:\"t\";C:7:\"UserSer\":57:{a:2:{i:0;O:8:\"stdClass\":1:{s:1:\"n\";s:5:\"other\";}"
                + "i:1;i:1;}}s:1:\"o\";r:4;s:1:\"p\";r:4;}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C:1:\"L\":14:{a:1:{i:0;r:1;}}",
        "a:2:{i:0;O:1:\"A\":0:{}i:1;C:1:\"L\":4:{r:2;}}",
        "a:2:{i:0;i:5;i:1;C:1:\"L\":14:{a:1:{i:0;R:2;}}}",
        "a:2:{i:0;C:1:\"L\":14:{a:1:{i:0;i:9;}}i:1;R:4;}",
        "a:2:{i:0;C:1:\"L\":4:{i:9;}i:1;R:3;}",
        "a:2:{i:0;C:1:\"L\":4:{i:1;}i:1;R:2;}",
        "a:3:{i:0;C:1:\"L\":43:{a:2:{i:0;C:1:\"L\":12:{O:1:\"B\":0:{}}i:1;r:5;}}i:1;r:5;i:2;i:1;}",
        "a:3:{i:0;C:1:\"L\":27:{C:1:\"L\":14:{a:1:{i:0;i:1;}}}i:1;r:3;i:2;R:5;}",
        "a:2:{i:0;C:16:\"SplObjectStorage\":32:{x:i:1;O:1:\"A\":0:{},i:5;;m:a:0:{}}i:1;r:4;}",
        "a:2:{i:0;C:11:\"ArrayObject\":29:{x:i:0;a:1:{i:0;i:7;};m:a:0:{}}i:1;R:5;}",
        "a:3:{i:0;C:1:\"L\":12:{O:1:\"A\":0:{}}i:1;C:1:\"L\":4:{r:3;}i:2;r:3;}"
      })
  void valuesInsideAndOutsideOfPayloadsStayBound(String text) {
    assertThat(write(read(text))).isEqualTo(text);
  }

  @Test
  void numbersInAPayloadFollowWhatIsWrittenBefore() {
    PhpArray bound =
        (PhpArray) read("a:2:{i:0;O:1:\"A\":0:{}i:1;C:1:\"L\":22:{a:2:{i:0;i:7;i:1;r:2;}}}");
    assertThat(write(PhpArray.ofValues(1, bound.get(1), bound.get(0))))
        .isEqualTo("a:3:{i:0;i:1;i:1;C:1:\"L\":30:{a:2:{i:0;i:7;i:1;O:1:\"A\":0:{}}}i:2;r:6;}");
  }

  @Test
  void theClassOfAPayloadThatIsNotAllowedCountsNothing() {
    ReadLimits limits = ReadLimits.standard().withAllowedClasses(List.of("A", "B"));
    PhpSerializer serializer = PhpSerializer.builder().limits(limits).build();
    PhpArray array = (PhpArray) serializer.read(withReference("i:5;", 3).getBytes(ISO_8859_1));
    assertThat(array.get(3)).isSameAs(array.get(1));
  }

  @Test
  void sessionsCountThemToo() {
    PhpSession session = new PhpSession(PhpSession.Format.PHP, PhpSerializer.standard());
    String text = "a|C:1:\"L\":12:{O:1:\"A\":0:{}}b|O:1:\"B\":0:{}c|r:3;d|r:2;e|" + custom("r:3;");
    PhpArray read = session.read(text.getBytes(ISO_8859_1));
    assertThat(read.get("c")).isSameAs(read.get("b"));
    assertThat(((PhpObject) read.get("d")).className()).isEqualTo("A");
    assertThat(session.write(read)).isEqualTo(text.getBytes(ISO_8859_1));
  }

  @Test
  void sharedObjectsOfAPayloadAreMapped() {
    PhpSerializer serializer = PhpSerializer.builder().register(MappingTest.Circle.class).build();
    String text =
        "a:2:{i:0;" + custom("a:1:{i:0;O:6:\"Circle\":1:{s:6:\"radius\";d:2;}}") + "i:1;r:4;}";
    PhpArray array = (PhpArray) serializer.read(text.getBytes(ISO_8859_1));
    assertThat(array.get(1)).isEqualTo(new MappingTest.Circle(2));
    assertThat(serializer.write(array)).isEqualTo(text.getBytes(ISO_8859_1));
  }

  @Test
  void anObjectThatHoldsItselfInItsPayloadIsMappedOnce() {
    PhpSerializer serializer = PhpSerializer.builder().register(MappingTest.Circle.class).build();
    String text = "C:1:\"L\":14:{a:1:{i:0;r:1;}}";
    PhpCustom custom = (PhpCustom) serializer.read(text.getBytes(ISO_8859_1));
    assertThat(((PhpArray) custom.values().orElseThrow().get(0)).get(0)).isSameAs(custom);
    assertThat(serializer.write(custom)).isEqualTo(text.getBytes(ISO_8859_1));
  }

  @Test
  void aPayloadTakesValuesOfTheCaller() {
    PhpObject shared = new PhpObject("A");
    PhpArray data = PhpArray.ofValues(PhpArray.ofValues(shared, 1));
    PhpCustom custom = new PhpCustom("L", PhpString.of("N;"), data);
    assertThat(write(PhpArray.ofValues(custom, shared)))
        .isEqualTo("a:2:{i:0;C:1:\"L\":30:{a:2:{i:0;O:1:\"A\":0:{}i:1;i:1;}}i:1;r:4;}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "i:1;i:2;", "i:0;:i:1;", ""})
  void valuesThatDoNotFitThePayloadAreRefused(String payload) {
    PhpCustom custom = new PhpCustom("L", PhpString.of(payload), PhpArray.ofValues(1));
    assertThatThrownBy(() -> write(custom)).isInstanceOf(SerializeValueException.class);
  }

  @Test
  void aFailureInsideAPayloadTellsTheWay() {
    PhpArray array = (PhpArray) read(SHARED_WITH_A_PAYLOAD);
    ((PhpObject) array.get("o")).set("n", Map.of("x", new Object()));
    assertThatThrownBy(() -> write(array))
        .isInstanceOfSatisfying(
            SerializeValueException.class, e -> assertThat(e.path()).isEqualTo("$.t[0].n.x"));
  }

  @Test
  void tokensCountPayloads() {
    PhpWriter out = new PhpWriter();
    out.beginArray(3);
    out.writeKey(0);
    out.writeCustom(new PhpCustom("L", PhpString.of("a:1:{i:0;i:1;}")));
    assertThat(out.slot()).isEqualTo(4);
    out.writeKey(1);
    out.writeCustom(new PhpCustom("L", PhpString.of("i:1;i:2;")));
    out.writeKey(2);
    assertThatThrownBy(() -> out.writeObjectReference(6))
        .isInstanceOf(IllegalArgumentException.class);
    out.writeObjectReference(5);
    out.endArray();
  }

  @Test
  void payloadsInPayloadsWithoutEndAreKeptAsBytes() {
    String payload = "i:1;";
    for (int i = 0; i < 2000; i++) {
      payload = custom(payload);
    }
    String text = "a:2:{i:0;" + payload + "i:1;r:2;}";
    assertThat(write(read(text))).isEqualTo(text);
  }

  @Test
  void whatAPayloadHoldsIsLimited() {
    PhpSerializer serializer =
        PhpSerializer.builder().limits(ReadLimits.standard().withElements(5)).build();
    String large = custom("a:4:{i:0;N;i:1;N;i:2;N;i:3;" + A + "}");
    String unnamed = "a:2:{i:0;" + large + "i:1;i:1;}";
    assertThat(serializer.read(unnamed.getBytes(ISO_8859_1))).isInstanceOf(PhpArray.class);
    String named = "a:2:{i:0;" + large + "i:1;r:7;}";
    assertThatThrownBy(() -> serializer.read(named.getBytes(ISO_8859_1)))
        .isInstanceOf(SerializeFormatException.class)
        .hasMessageContaining("more elements than the limit");
  }

  private static Object read(String text) {
    return PhpSerializer.standard().read(text.getBytes(ISO_8859_1));
  }

  private static String write(Object value) {
    return new String(PhpSerializer.standard().write(value), ISO_8859_1);
  }
}
