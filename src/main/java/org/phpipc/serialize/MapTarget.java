package org.phpipc.serialize;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A map, of a PHP array or container; the objects of a {@code SplObjectStorage} are the keys. */
final class MapTarget extends TypeTarget {
  private final TypeTarget key;
  private final TypeTarget value;

  /** Reads what is stored beside the entries. */
  private final TypeTarget any;

  /** Whether keys are texts, so that the ints that PHP makes of decimal texts are texts again. */
  private final boolean texts;

  MapTarget(TypeTarget key, TypeTarget value, TypeTarget any, boolean texts) {
    this.key = key;
    this.value = value;
    this.any = any;
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
    return new Entries(contents, mapper);
  }

  @Override
  boolean canBeOf(String className) {
    Container container = Container.find(className);
    return container == null
        ? key.canBeOf(className) || value.canBeOf(className)
        : container.hasKeys();
  }

  @Override
  @Nullable Object ofClass(String className, @Nullable Object map) {
    if (map == null) {
      return null;
    } else if (Container.find(className) != null) {
      return new WrittenAs(map, className);
    }
    Origin known = Origin.of(map);
    Map<@Nullable Object, @Nullable Object> written =
        known == null ? new LinkedHashMap<>() : new Origin.KeptMap(known.withoutDates());
    ((Map<?, ?>) map)
        .forEach((k, v) -> written.put(key.ofClass(className, k), value.ofClass(className, v)));
    return written;
  }

  @Override
  String expected() {
    return "array";
  }

  /** Key, value, key, value; then what stands around them. */
  private final class Entries extends Assembly {
    private final PhpContents contents;
    private final ValueMapper mapper;
    private final int entries;
    private final @Nullable Origin origin;
    private final Map<@Nullable Object, @Nullable Object> map;

    /** The objects of a storage, which are keys by identity. */
    private final Set<@Nullable Object> objects =
        Collections.newSetFromMap(new IdentityHashMap<>(0));

    private @Nullable Object lastKey;

    Entries(PhpContents contents, ValueMapper mapper) {
      this.contents = contents;
      this.mapper = mapper;
      this.entries = contents.count() * 2;
      this.origin =
          contents.container() == null && !key.isDate() && !value.isDate()
              ? null
              : new Origin(contents.container());
      this.map = origin == null ? new LinkedHashMap<>() : new Origin.KeptMap(origin);
    }

    @Override
    int size() {
      return contents.container() == null ? entries : entries + 1;
    }

    @Override
    @Nullable Object source(int index) {
      if (index == entries) {
        return contents.around();
      } else if (contents.pairs()) {
        return contents.values().valueAt(index);
      }
      return index % 2 == 0 ? plainKey(index / 2) : contents.values().valueAt(index / 2);
    }

    private Object plainKey(int position) {
      Object plain = contents.values().keyAt(position);
      return texts && plain instanceof Long ? plain.toString() : plain;
    }

    @Override
    TypeTarget target(int index) {
      return index == entries ? any : index % 2 == 0 ? key : value;
    }

    @Override
    void trace(int index, List<Object> path) {
      if (index < entries) {
        contents.trace(contents.pairs() ? index : index / 2, path);
      }
    }

    @Override
    void put(int index, @Nullable Object mapped) {
      if (index == entries) {
        return;
      } else if (index % 2 == 0) {
        lastKey = mapped;
      } else {
        put(index - 1, lastKey, mapped);
      }
      if (origin != null && target(index).isDate()) {
        origin.noteDate(mapped, source(index));
      }
    }

    /**
     * An object that stands twice in a storage is one key, but keys that are only equal are two.
     */
    private void put(int keyIndex, @Nullable Object mappedKey, @Nullable Object mapped) {
      int before = map.size();
      map.put(mappedKey, mapped);
      boolean first = !contents.pairs() || objects.add(PhpReference.dereference(source(keyIndex)));
      if (first && map.size() == before) {
        throw mapper.twins();
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
