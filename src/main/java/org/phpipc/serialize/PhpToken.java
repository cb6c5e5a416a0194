package org.phpipc.serialize;

import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.token.Tag;

/** What a value in PHP's format can be. */
public enum PhpToken {
  /** {@code N;}: {@link PhpReader#nextNull}, {@link PhpWriter#writeNull}. */
  NULL(Tag.NULL),
  /** {@code b:1;}: {@link PhpReader#nextBoolean}, {@link PhpWriter#writeBoolean}. */
  BOOLEAN(Tag.BOOLEAN),
  /** {@code i:5;}: {@link PhpReader#nextLong}, {@link PhpWriter#writeLong}. */
  INT(Tag.INT),
  /** {@code d:0.5;}: {@link PhpReader#nextDouble}, {@link PhpWriter#writeDouble}. */
  FLOAT(Tag.FLOAT),
  /** {@code s:1:"a";}: {@link PhpReader#nextString}, {@link PhpWriter#writeString}. */
  STRING(Tag.STRING),
  /** {@code a:0:{}}: {@link PhpReader#beginArray}, {@link PhpWriter#beginArray}. */
  ARRAY(Tag.ARRAY),
  /** {@code O:1:"A":0:{}}: {@link PhpReader#beginObject}, {@link PhpWriter#beginObject}. */
  OBJECT(Tag.OBJECT),
  /** {@code C:1:"A":2:{xy}}: {@link PhpReader#nextCustom}, {@link PhpWriter#writeCustom}. */
  CUSTOM(Tag.CUSTOM),
  /** {@code E:3:"A:B";}: {@link PhpReader#nextEnum}, {@link PhpWriter#writeEnum}. */
  ENUM(Tag.ENUM),
  /**
   * {@code r:1;}, an object again: {@link PhpReader#nextObjectReference}, {@link
   * PhpWriter#writeObjectReference}.
   */
  OBJECT_REFERENCE(Tag.OBJECT_REFERENCE),
  /** {@code R:1;}: {@link PhpReader#nextReference}, {@link PhpWriter#writeReference}. */
  REFERENCE(Tag.REFERENCE);

  private static final @Nullable PhpToken[] BY_TAG = new PhpToken[128];

  static {
    for (PhpToken token : values()) {
      BY_TAG[token.tag] = token;
    }
    BY_TAG[Tag.ESCAPED] = STRING;
  }

  private final byte tag;

  PhpToken(byte tag) {
    this.tag = tag;
  }

  /** The token that a byte starts, or null. */
  static @Nullable PhpToken of(int tag) {
    return tag >= 0 && tag < BY_TAG.length ? BY_TAG[tag] : null;
  }
}
