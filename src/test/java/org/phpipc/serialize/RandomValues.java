package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Values of PHP and damage to their bytes, the same for the same seed. */
public final class RandomValues {

  private static final long[] LONGS = {0, 1, -1, 5, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53};
  private static final double[] DOUBLES = {
    0.0,
    -0.0,
    1,
    0.1,
    1e22,
    1e-7,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    Double.NaN,
    Double.POSITIVE_INFINITY
  };
  private static final String[] TEXTS = {
    "", "a", "5", "05", "-7", "é", "日本", "\0*\0p", "\0A\0q", "a|b"
  };
  private static final String FORMAT = "0123456789;:{}\"abdisSaOCErRN\\\0+-.~\u00ff";
  private static final int DEEPEST = 4;

  private final Random random;

  /** What objects and references may name again. */
  private final List<Object> shared = new ArrayList<>();

  public RandomValues(Random random) {
    this.random = random;
  }

  /** A value of any kind, with objects and references at several places. */
  public Object next() {
    shared.clear();
    return value(0);
  }

  private Object value(int depth) {
    int kind = random.nextInt(depth < DEEPEST ? 14 : 9);
    return switch (kind) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> LONGS[random.nextInt(LONGS.length)];
      case 3 -> random.nextLong() >> random.nextInt(64);
      case 4 -> DOUBLES[random.nextInt(DOUBLES.length)];
      case 5 -> Double.longBitsToDouble(random.nextLong());
      case 6 -> text();
      case 7 -> bytes();
      case 8 -> again(depth);
      case 9, 10, 11 -> array(depth);
      case 12 -> object(depth);
      default -> reference(depth);
    };
  }

  /** A text that has a form in UTF-8. */
  public String text() {
    if (random.nextBoolean()) {
      return TEXTS[random.nextInt(TEXTS.length)];
    }
    return random
        .ints(random.nextInt(12), 1, 0x3000)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private Object bytes() {
    byte[] bytes = new byte[random.nextInt(8)];
    random.nextBytes(bytes);
    return PhpString.of(bytes).textOrBytes();
  }

  private Object again(int depth) {
    return shared.isEmpty() || depth == 0 ? null : shared.get(random.nextInt(shared.size()));
  }

  private PhpArray array(int depth) {
    PhpArray array = new PhpArray();
    boolean list = random.nextBoolean();
    for (int i = random.nextInt(5); i > 0; i--) {
      if (list) {
        array.add(value(depth + 1));
      } else {
        array.put(random.nextBoolean() ? text() : random.nextInt(20) - 5, value(depth + 1));
      }
    }
    return array;
  }

  private PhpObject object(int depth) {
    PhpObject object = random.nextBoolean() ? PhpObject.standard() : new PhpObject("No\\Such");
    shared.add(object);
    for (int i = random.nextInt(4); i > 0; i--) {
      object.properties().put(text(), value(depth + 1));
    }
    return object;
  }

  private Object reference(int depth) {
    Object inside = value(depth + 1);
    PhpReference reference =
        inside instanceof PhpReference already ? already : new PhpReference(inside);
    shared.add(reference);
    return reference;
  }

  /** A copy with a few bytes changed, taken out, put in or moved. */
  public byte[] damaged(byte[] bytes) {
    StringBuilder text = new StringBuilder(new String(bytes, ISO_8859_1));
    for (int i = random.nextInt(3); i >= 0; i--) {
      int place = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), place + random.nextInt(4));
      switch (random.nextInt(5)) {
        case 0 -> text.delete(place, end);
        case 1 -> text.insert(place, noise(1 + random.nextInt(3)));
        case 2 -> text.replace(place, end, noise(end - place));
        case 3 -> text.setLength(place);
        default -> changeNumber(text, place);
      }
    }
    return text.toString().getBytes(ISO_8859_1);
  }

  /** Lengths, counts and numbers are where a lie does most. */
  private void changeNumber(StringBuilder text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (Character.isDigit(text.charAt(i))) {
        text.setCharAt(i, (char) ('0' + random.nextInt(10)));
        return;
      }
    }
  }

  /** Bytes that the format is made of, without its order. */
  public String noise(int length) {
    StringBuilder noise = new StringBuilder();
    for (int i = 0; i < length; i++) {
      noise.append(FORMAT.charAt(random.nextInt(FORMAT.length())));
    }
    return noise.toString();
  }
}
