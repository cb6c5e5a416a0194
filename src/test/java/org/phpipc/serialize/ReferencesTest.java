package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts are from PHP; the ones in comments of the methods are what PHP 8.2 does with them. */
class ReferencesTest {

  private final PhpObject o = PhpObject.standard();

  @Test
  void anObjectIsWrittenOnce() {
    PhpArray array = PhpArray.ofValues(o, o, 1, o, PhpArray.ofValues(1, 2), o);
    assertThat(write(array))
        .isEqualTo(
            "a:6:{i:0;O:8:\"stdClass\":0:{}i:1;r:2;i:2;i:1;i:3;r:2;"
                + "i:4;a:2:{i:0;i:1;i:1;i:2;}i:5;r:2;}");
  }

  @Test
  void equalEnumCasesAreOneObject() {
    assertThat(write(List.of(new PhpEnum("S", "A"), new PhpEnum("S", "A"), new PhpEnum("S", "B"))))
        .isEqualTo("a:3:{i:0;E:3:\"S:A\";i:1;r:2;i:2;E:3:\"S:B\";}");
  }

  @Test
  void aCustomObjectIsWrittenOnce() {
    PhpCustom custom = new PhpCustom("L", PhpString.of("xy"));
    assertThat(write(List.of(custom, custom))).isEqualTo("a:2:{i:0;C:1:\"L\":2:{xy}i:1;r:2;}");
  }

  @Test
  void referencesTakeNoNumber() {
    PhpReference x = new PhpReference(5);
    PhpReference y = new PhpReference(6);
    assertThat(write(List.of(x, x, y, y))).isEqualTo("a:4:{i:0;i:5;i:1;R:2;i:2;i:6;i:3;R:3;}");
  }

  @Test
  void theIdentityOfAnObjectBeatsThatOfItsReference() {
    PhpReference r = new PhpReference(o);
    PhpReference five = new PhpReference(5);
    assertThat(write(PhpArray.ofValues(r, r, o, r, o, five, five)))
        .isEqualTo(
            "a:7:{i:0;O:8:\"stdClass\":0:{}i:1;R:2;i:2;r:2;i:3;R:2;i:4;r:2;i:5;i:5;i:6;R:5;}");
  }

  @Test
  void twoReferencesToOneObjectAreWrittenAsOne() {
    PhpReference r = new PhpReference(o);
    assertThat(write(List.of(o, r, r)))
        .isEqualTo("a:3:{i:0;O:8:\"stdClass\":0:{}i:1;R:2;i:2;R:2;}");
  }

  @Test
  void aReferenceWithOnePlaceIsNone() {
    assertThat(write(List.of(new PhpReference(5), 6))).isEqualTo("a:2:{i:0;i:5;i:1;i:6;}");
    assertThat(write(List.of(o, new PhpReference(o))))
        .isEqualTo("a:2:{i:0;O:8:\"stdClass\":0:{}i:1;r:2;}");
  }

  @Test
  void theTopValueIsNeverAReference() {
    PhpReference r = new PhpReference(null);
    r.set(PhpArray.ofValues(1, r));
    assertThat(write(r)).isEqualTo("a:2:{i:0;i:1;i:1;a:2:{i:0;i:1;i:1;R:3;}}");
  }

  @Test
  void readingGivesTheSameInstanceForR() {
    PhpArray array = (PhpArray) read("a:2:{i:0;O:1:\"X\":0:{}i:1;r:2;}");
    assertThat(array.get(0)).isInstanceOf(PhpObject.class).isSameAs(array.get(1));
  }

  @Test
  void readingBindsBothPlacesForR() {
    PhpArray array = (PhpArray) read("a:2:{i:0;i:5;i:1;R:2;}");
    PhpReference first = (PhpReference) array.get(0);
    assertThat(array.get(1)).isSameAs(first);
    first.set(9);
    assertThat(write(array)).isEqualTo("a:2:{i:0;i:9;i:1;R:2;}");
  }

  @Test
  void anOverwrittenContainerKeepsItsPlaces() {
    PhpArray array = (PhpArray) read("a:3:{i:0;a:1:{i:0;i:1;}i:0;i:5;i:1;R:3;}");
    assertThat(write(array)).isEqualTo("a:2:{i:0;i:5;i:1;i:1;}");
  }

  @Test
  void writingAPlaceAgainTakesItOutOfTheReference() {
    assertThat(write(read("a:3:{i:0;i:1;i:1;R:2;i:1;i:9;}"))).isEqualTo("a:2:{i:0;i:1;i:1;i:9;}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a:2:{i:0;i:1;i:0;R:2;}",
        "a:2:{i:0;O:1:\"X\":0:{}i:0;r:2;}",
        "a:1:{i:0;r:1;}",
        "R:1;",
        "r:1;",
        "a:1:{i:0;R:2;}",
        "a:2:{i:0;i:1;i:1;r:3;}"
      })
  void whatCannotBeReferredToIsRefused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(SerializeFormatException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "O:8:\"stdClass\":1:{s:4:\"self\";r:1;}",
        "O:8:\"stdClass\":2:{s:1:\"a\";i:1;s:1:\"b\";R:2;}",
        "a:2:{i:0;i:1;i:1;a:2:{i:0;i:1;i:1;R:3;}}",
        "a:1:{i:0;a:1:{i:0;R:2;}}",
        "a:2:{i:0;O:1:\"A\":1:{s:1:\"b\";O:1:\"B\":1:{s:1:\"a\";r:2;}}i:1;r:3;}"
      })
  void cyclesKeepTheirShape(String text) {
    assertThat(write(read(text))).isEqualTo(text);
  }

  @Test
  void aReferenceToTheTopArrayHoldsItOnceMore() {
    assertThat(write(read("a:1:{i:0;R:1;}"))).isEqualTo("a:1:{i:0;a:1:{i:0;R:2;}}");
  }

  @Test
  void aValueInsideAnotherMayNotReferOutside() {
    PhpReader in = new PhpReader("a:2:{i:0;O:1:\"X\":0:{}i:1;r:2;}".getBytes(ISO_8859_1));
    in.beginArray();
    in.nextKey();
    assertThat(PhpSerializer.standard().next(in)).isInstanceOf(PhpObject.class);
    in.nextKey();
    assertThatThrownBy(() -> PhpSerializer.standard().next(in))
        .isInstanceOf(SerializeFormatException.class);
  }

  @Test
  void thereIsNoReferenceToAReference() {
    assertThatThrownBy(() -> new PhpReference(new PhpReference(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Object read(String text) {
    return PhpSerializer.standard().read(text.getBytes(ISO_8859_1));
  }

  private static String write(Object value) {
    return new String(PhpSerializer.standard().write(value), ISO_8859_1);
  }
}
