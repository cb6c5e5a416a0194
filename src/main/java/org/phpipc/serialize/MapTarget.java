package org.phpipc.serialize;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map, of a PHP array or container; the objects of a {@code SplObjectStorage} are the keys. */
final class MapTarget extends Target {

  private final Target key;
  private final Target value;

  /** Whether keys are texts, so that the ints that PHP makes of decimal texts are texts again. */
  private final boolean texts;

  MapTarget(Target key, Target value, boolean texts) {
    this.key = key;
    this.value = value;
    this.texts = texts;
  }

  @Override
  @Nullable Object accept(@Nullable Object plain, ValueMapper mapper) {
    if (plain == null) {
      return null;
    }
    PhpContents contents = PhpContents.of(plain);
    if (contents == null) {
      throw mapper.mismatch(this, plain);
    }
    return new Entries(contents);
  }

  @Override
  String expected() {
    return "array";
  }

  /** Key, value, key, value. */
  private final class Entries extends Filling {
    private final PhpContents contents;
    private final Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    private @Nullable Object lastKey;

    Entries(PhpContents contents) {
      this.contents = contents;
    }

    @Override
    int size() {
      return contents.count() * 2;
    }

    @Override
    @Nullable Object source(int index) {
      if (contents.pairs()) {
        return contents.values().valueAt(index);
      }
      return index % 2 == 0 ? plainKey(index / 2) : contents.values().valueAt(index / 2);
    }

    private Object plainKey(int position) {
      Object plain = contents.values().keyAt(position);
      return texts && plain instanceof Long ? plain.toString() : plain;
    }

    @Override
    Target target(int index) {
      return index % 2 == 0 ? key : value;
    }

    @Override
    void trace(int index, List<Object> path) {
      contents.trace(contents.pairs() ? index : index / 2, path);
    }

    @Override
    void put(int index, @Nullable Object mapped) {
      if (index % 2 == 0) {
        lastKey = mapped;
      } else {
        map.put(lastKey, mapped);
      }
    }

    @Override
    Object early() {
      return map;
    }

    @Override
    Object finish(ValueMapper mapper) {
      return map;
    }
  }
}
