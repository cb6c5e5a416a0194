package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Token by token. */
class PhpReaderAndWriterTest {

  @Test
  void whatTheWriterWritesTheReaderReads() {
    PhpWriter out = new PhpWriter();
    out.beginArray(4);
    out.writeKey("a");
    out.writeBoolean(true);
    out.writeKey(5);
    out.beginObject("App\\Job", 2);
    out.writeKey(PhpString.of("n"));
    out.writeNull();
    out.writeKey("f");
    out.writeDouble(0.5);
    out.endObject();
    out.writeKey(6);
    out.writeObjectReference(3);
    out.writeKey(7);
    out.writeReference(2);
    out.endArray();
    byte[] bytes = out.toByteArray();
    assertThat(new String(bytes, ISO_8859_1))
        .isEqualTo(
            "a:4:{s:1:\"a\";b:1;i:5;O:7:\"App\\Job\":2:{s:1:\"n\";N;s:1:\"f\";d:0.5;}"
                + "i:6;r:3;i:7;R:2;}");

    PhpReader in = new PhpReader(bytes);
    assertThat(in.peek()).isEqualTo(PhpToken.ARRAY);
    assertThat(in.beginArray()).isEqualTo(4);
    assertThat(in.nextKey()).isEqualTo(PhpToken.STRING);
    assertThat(in.key()).isEqualTo("a");
    assertThat(in.nextBoolean()).isTrue();
    assertThat(in.slot()).isEqualTo(2);
    assertThat(in.nextKey()).isEqualTo(PhpToken.INT);
    assertThat(in.keyLong()).isEqualTo(5);
    assertThat(in.beginObject()).isEqualTo(2);
    assertThat(in.className()).isEqualTo("App\\Job");
    in.nextKey();
    in.nextNull();
    in.nextKey();
    assertThat(in.path()).isEqualTo("$[5].f");
    assertThat(in.nextDouble()).isEqualTo(0.5);
    assertThat(in.hasNext()).isFalse();
    in.endObject();
    in.nextKey();
    assertThat(in.nextObjectReference()).isEqualTo(3);
    in.nextKey();
    assertThat(in.nextReference()).isEqualTo(2);
    assertThat(in.slot()).isEqualTo(6);
    in.endArray();
    assertThat(in.position()).isEqualTo(bytes.length);
    in.requireEnd();
  }

  @Test
  void valuesMayStandBackToBackAndNumbersStartAnew() {
    PhpReader in = new PhpReader("i:1;O:1:\"X\":1:{s:1:\"a\";r:1;}N;".getBytes(ISO_8859_1));
    assertThat(in.nextLong()).isEqualTo(1);
    PhpObject object = (PhpObject) PhpSerializer.standard().next(in);
    assertThat(object.get("a")).isSameAs(object);
    assertThat(in.hasNext()).isTrue();
    in.skipValue();
    assertThat(in.hasNext()).isFalse();
    in.requireEnd();
  }

  @Test
  void decimalStringsAreIntsInArraysAndNamesInObjects() {
    PhpReader in = new PhpReader("a:1:{s:1:\"5\";N;}".getBytes(ISO_8859_1));
    in.beginArray();
    assertThat(in.nextKey()).isEqualTo(PhpToken.INT);
    in = new PhpReader("O:1:\"X\":1:{s:1:\"5\";N;}".getBytes(ISO_8859_1));
    in.beginObject();
    assertThat(in.nextKey()).isEqualTo(PhpToken.STRING);
    PhpReader object = in;
    assertThatThrownBy(object::keyLong).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void askingForAnotherKindIsTheCallersMistake() {
    PhpReader in = new PhpReader("a:1:{i:0;i:5;}".getBytes(ISO_8859_1));
    assertThatThrownBy(in::nextLong)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("asked for INT where ARRAY is");
    assertThatThrownBy(in::nextKey).isInstanceOf(IllegalStateException.class);
    in.beginArray();
    assertThatThrownBy(in::nextLong).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(in::skipValue).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(in::endArray).isInstanceOf(IllegalStateException.class);
    in.nextKey();
    assertThatThrownBy(in::nextKey).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(in::nextString).isInstanceOf(IllegalStateException.class);
    assertThat(in.nextLong()).isEqualTo(5);
    assertThatThrownBy(in::endObject).isInstanceOf(IllegalStateException.class);
    in.endArray();
  }

  @Test
  void theWriterHoldsItsUserToTheCount() {
    PhpWriter out = new PhpWriter();
    assertThatThrownBy(() -> out.beginArray(-1)).isInstanceOf(IllegalArgumentException.class);
    out.beginArray(1);
    assertThatThrownBy(() -> out.writeLong(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(out::endArray).isInstanceOf(IllegalStateException.class);
    out.writeKey(0);
    assertThatThrownBy(() -> out.writeKey(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> out.writeReference(2)).isInstanceOf(IllegalArgumentException.class);
    out.writeLong(1);
    assertThatThrownBy(() -> out.writeKey(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(out::endObject).isInstanceOf(IllegalStateException.class);
    out.endArray();
    assertThat(new String(out.toByteArray(), ISO_8859_1)).isEqualTo("a:1:{i:0;i:1;}");
  }
}
