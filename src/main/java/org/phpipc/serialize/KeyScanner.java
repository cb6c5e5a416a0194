package org.phpipc.serialize;

import java.io.InputStream;
import org.phpipc.serialize.number.CanonicalInt;
import org.phpipc.serialize.token.KnownName;
import org.phpipc.serialize.token.Tag;

/** Keys of arrays and names of properties. */
abstract sealed class KeyScanner extends ByteScanner permits ObjectScanner {

  private boolean keyIsInt;
  private long keyLong;
  private boolean keyIsKnown;

  /** The last known name, which is the key if that is known. */
  private KnownName known = KnownName.START;

  KeyScanner(byte[] bytes, int offset, int length) {
    super(bytes, offset, length);
  }

  KeyScanner(InputStream source) {
    super(source);
  }

  @Override
  final void startAnew(byte[] bytes, int offset, int length) {
    super.startAnew(bytes, offset, length);
    known = KnownName.START;
  }

  /**
   * The key that was read last, until its value is: a Long, a String, or if not UTF-8 a PhpString.
   */
  public final Object key() {
    if (keyIsInt) {
      return keyLong;
    }
    if (keyIsKnown) {
      return known.text;
    }
    KnownName name = KnownName.of(text, textStart, textLength);
    if (name == null) {
      return PhpString.textOrBytes(text, textStart, textLength);
    }
    if (!CanonicalInt.isIn(text, textStart, textLength)) {
      known.isFollowedBy(name);
      known = name;
      keyIsKnown = true;
    }
    return name.text;
  }

  final boolean keyIsInt() {
    return keyIsInt;
  }

  /** The key that was read last, if it is an int. */
  final long intKey() {
    return keyLong;
  }

  /** An int or a text; of an array also a text that PHP takes for an int. */
  final void scanKey(boolean ofArray) {
    switch (at(position)) {
      case Tag.INT -> {
        keyLong = scanInt();
        keyIsInt = true;
      }
      case Tag.STRING -> {
        KnownName next = known.nextAt(bytes, position, limit);
        if (next != null) {
          take(next);
        } else {
          scanString();
          keyIsInt = ofArray && isIntText();
          keyIsKnown = false;
        }
      }
      case Tag.ESCAPED -> {
        scanEscaped();
        keyIsInt = ofArray && isIntText();
        keyIsKnown = false;
      }
      default -> throw badKey();
    }
  }

  private void take(KnownName next) {
    checkLength(position, next.length());
    position += next.tokenLength();
    keyIsInt = false;
    keyIsKnown = true;
    known = next;
  }

  private boolean isIntText() {
    if (CanonicalInt.isIn(text, textStart, textLength)) {
      keyLong = CanonicalInt.value(text, textStart, textLength);
      return true;
    }
    return false;
  }

  /** PHP reads a key as it reads a value, and only then looks what it got. */
  private SerializeFormatException badKey() {
    switch (at(position)) {
      case Tag.NULL -> scanNull();
      case Tag.BOOLEAN -> scanBoolean();
      case Tag.FLOAT -> scanDouble();
      case Tag.ARRAY -> scanCount();
      case Tag.REFERENCE, Tag.OBJECT_REFERENCE -> scanSlot();
      case Tag.CLOSE -> say(Diagnostic.unexpectedEnd());
      default -> {}
    }
    return failure(position, "expected an int or string key");
  }
}
