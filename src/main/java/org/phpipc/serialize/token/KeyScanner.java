package org.phpipc.serialize.token;

import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.number.CanonicalInt;

/** Keys of arrays and names of properties, and the last one of them until its value is read. */
public final class KeyScanner {
  private final TokenScanner in;

  private boolean isInt;
  private long intKey;
  private boolean isKnown;

  /** The last known name, which is the key if that is known. */
  private KnownName known = KnownName.START;

  /** A scanner of keys among the tokens of a scanner. */
  public KeyScanner(TokenScanner in) {
    this.in = in;
  }

  /** Forgets which key came last. */
  public void clear() {
    known = KnownName.START;
  }

  /** Whether the key is an int, which {@link #intKey} gives. */
  public boolean isInt() {
    return isInt;
  }

  public long intKey() {
    return intKey;
  }

  /** The text of a key that is a known name; null if it is what the scanner of tokens has. */
  public @Nullable String knownText() {
    if (isKnown) {
      return known.text;
    }
    KnownName name = KnownName.of(in.text, in.textStart, in.textLength);
    if (name == null) {
      return null;
    }
    if (!CanonicalInt.isIn(in.text, in.textStart, in.textLength)) {
      known.isFollowedBy(name);
      known = name;
      isKnown = true;
    }
    return name.text;
  }

  /**
   * Reads an int or a text.
   *
   * @param ofArray whether a text that PHP takes for an int is one
   * @return false if there is neither
   */
  public boolean scan(boolean ofArray) {
    switch (in.at(in.position)) {
      case Tag.INT -> {
        intKey = in.scanInt();
        isInt = true;
      }
      case Tag.STRING -> {
        KnownName next = known.nextAt(in.bytes, in.position, in.limit);
        if (next != null) {
          take(next);
        } else {
          in.scanString();
          takeText(ofArray);
        }
      }
      case Tag.ESCAPED -> {
        in.scanEscaped();
        takeText(ofArray);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void take(KnownName next) {
    in.checkLength(in.position, next.length());
    in.position += next.tokenLength();
    isInt = false;
    isKnown = true;
    known = next;
  }

  private void takeText(boolean ofArray) {
    isKnown = false;
    isInt = ofArray && CanonicalInt.isIn(in.text, in.textStart, in.textLength);
    if (isInt) {
      intKey = CanonicalInt.value(in.text, in.textStart, in.textLength);
    }
  }
}
