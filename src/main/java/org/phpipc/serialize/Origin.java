package org.phpipc.serialize;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.date.StoredDate;

/**
 * What a collection or Java array was read from, as far as it does not show that itself: the PHP
 * container, and the classes and zones of dates that are its elements.
 */
final class Origin {
  /** The origins of Java arrays, which have no room for it. */
  private static final WeakMemory<Origin> ARRAYS = new WeakMemory<>();

  private final @Nullable Container container;

  /** The class of the first date; dates that came later have it too. */
  private @Nullable String dateClass;

  /** The dates that have more to tell than the class of the first one. */
  private @Nullable IdentityHashMap<Object, DateForm> otherDates;

  /**
   * What a {@code SplObjectStorage} has for the objects that became the elements of a collection.
   */
  private final IdentityHashMap<Object, Object> data;

  Origin(@Nullable Container container) {
    this(container, new IdentityHashMap<>(0));
  }

  private Origin(@Nullable Container container, IdentityHashMap<Object, Object> data) {
    this.container = container;
    this.data = data;
  }

  /** A collection that the reader made. */
  interface Kept {
    /** Where it comes from; null after it was itself stored and loaded. */
    @Nullable Origin origin();
  }

  static final class KeptList extends ArrayList<@Nullable Object> implements Kept {
    private static final long serialVersionUID = 1L;
    private final transient Origin origin;

    KeptList(int capacity, Origin origin) {
      super(capacity);
      this.origin = origin;
    }

    @Override
    public @Nullable Origin origin() {
      return origin;
    }
  }

  static final class KeptSet extends LinkedHashSet<@Nullable Object> implements Kept {
    private static final long serialVersionUID = 1L;
    private final transient Origin origin;

    KeptSet(int capacity, Origin origin) {
      super(capacity);
      this.origin = origin;
    }

    @Override
    public @Nullable Origin origin() {
      return origin;
    }
  }

  static final class KeptMap extends LinkedHashMap<@Nullable Object, @Nullable Object>
      implements Kept {
    private static final long serialVersionUID = 1L;
    private final transient Origin origin;

    KeptMap(Origin origin) {
      this.origin = origin;
    }

    @Override
    public @Nullable Origin origin() {
      return origin;
    }
  }

  /** Whether instances of a class are collections that the reader made with their origin. */
  static boolean isKeptIn(Class<?> type) {
    return type == KeptList.class || type == KeptSet.class || type == KeptMap.class;
  }

  /** The origin of a collection or array; null if it has none that matters. */
  static @Nullable Origin of(Object values) {
    if (values instanceof Kept kept) {
      return kept.origin();
    }
    return values.getClass().isArray() ? ARRAYS.get(values) : null;
  }

  /** Notes that this is the origin of a Java array. */
  void keepFor(Object array) {
    if (isSpecial()) {
      ARRAYS.put(array, this);
    }
  }

  private boolean isSpecial() {
    boolean dates = dateClass != null && !dateClass.equals(PhpDates.IMMUTABLE);
    return container != null || dates || otherDates != null;
  }

  /** Whether a value with this origin is an object in PHP. */
  boolean isObject() {
    return container != null;
  }

  /** This origin without the classes of dates. */
  Origin withoutDates() {
    return new Origin(container, data);
  }

  /** Notes the class of an element that is a date. */
  void noteDate(@Nullable Object element, @Nullable Object source) {
    Object date = CommonForm.unwrap(element);
    if (date == null || !(PhpReference.dereference(source) instanceof PhpObject object)) {
      return;
    }
    DateForm form = PhpDates.form(object, date);
    if (dateClass == null) {
      dateClass = form.className();
    }
    if (!dateClass.equals(form.className()) || form.zone() != null) {
      if (otherDates == null) {
        otherDates = new IdentityHashMap<>();
      }
      otherDates.put(date, form);
    }
  }

  /** Notes what is stored with an object of a {@code SplObjectStorage}. */
  void noteData(@Nullable Object element, @Nullable Object stored) {
    if (element != null && stored != null) {
      data.put(element, stored);
    }
  }

  /** What is stored with an object of a {@code SplObjectStorage}. */
  @Nullable Object data(@Nullable Object element) {
    return data.get(element instanceof WrittenAs as ? as.instance() : element);
  }

  /** An element as it is to be written: a date as one of its class. */
  @Nullable Object written(@Nullable Object element) {
    Object value = CommonForm.unwrap(element);
    if (value == null || dateClass == null || !StoredDate.isDate(value.getClass())) {
      return value;
    }
    DateForm other = otherDates == null ? null : otherDates.get(value);
    return other == null
        ? new WrittenAs(value, dateClass)
        : new WrittenAs(value, other.className(), other.zone());
  }

  /**
   * The PHP value of a collection or array with this origin; null if there is nothing special.
   *
   * @param objects whether something is an object in PHP
   * @throws IllegalArgumentException if the container cannot hold the values
   */
  @Nullable PhpValue toPhp(Object values, Predicate<@Nullable Object> objects) {
    if (container != null) {
      return container.write(values, this, objects);
    } else if (!isSpecial()) {
      return null;
    }
    PhpArray array = new PhpArray();
    Container.pour(values, array, this::written, true);
    return array;
  }

  /**
   * The PHP object of a class for a collection or array, with what it had beside its values if it
   * was read from one of that class.
   *
   * @throws IllegalArgumentException if such an object cannot hold the values
   */
  static PhpObject toPhp(Object values, String className, Predicate<@Nullable Object> objects) {
    Origin known = of(values);
    Origin origin = known == null ? new Origin(null) : known;
    Container container = origin.container;
    if (container == null || !container.isOf(className)) {
      container = Container.find(className);
    }
    if (container == null) {
      throw new IllegalArgumentException("PHP has no container " + className);
    }
    return container.write(values, origin, objects);
  }

  /** The elements of a collection or array. */
  static Collection<?> elements(Object values) {
    return values instanceof Collection<?> collection ? collection : new JavaArray(values);
  }
}
