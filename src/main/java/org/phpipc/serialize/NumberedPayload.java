package org.phpipc.serialize;

import org.jspecify.annotations.Nullable;

/** A payload whose values have numbers. They are made when the first of them is named. */
final class NumberedPayload {

  private final PhpCustom custom;
  private final ValueReader around;
  private final int before;
  private @Nullable ValueReader inside;

  /**
   * @param before the number of the object, after which those of the values come
   */
  NumberedPayload(PhpCustom custom, ValueReader around, int before) {
    this.custom = custom;
    this.around = around;
    this.before = before;
  }

  int before() {
    return before;
  }

  boolean holds(int number) {
    return number > before && number <= before + custom.scanned().count();
  }

  /** The reader that has made the values. */
  ValueReader values() {
    if (inside == null) {
      inside = ValueReader.inside(around, custom, before);
      inside.readPayload(custom);
    }
    return inside;
  }
}
