package org.phpipc.serialize;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.number.CanonicalInt;
import org.phpipc.serialize.token.ClassName;
import org.phpipc.serialize.token.Tag;
import org.phpipc.serialize.token.TokenSink;

/**
 * A PHP object of any class: the name of the class and what was written for the object.
 *
 * <p>That is either its properties under their stored names, which include the visibility ({@link
 * PropertyName}), or the array that {@code __serialize()} gave, whose keys may be ints too. The
 * bytes do not show which, so {@link #properties()} keeps what was read.
 *
 * <p>An object is the same only as itself: {@code equals} is identity, and the same object at two
 * places is written once, with a reference to it at the second place.
 */
public final class PhpObject implements PhpValue {
  private static final String STANDARD_CLASS = "stdClass";

  /** A String, or a PhpString if the name is not UTF-8. */
  private final Object className;

  private final Properties properties;
  private final boolean incomplete;

  /**
   * An object without properties yet.
   *
   * @throws IllegalArgumentException if PHP has no such class names
   */
  public PhpObject(String className) {
    this(ClassName.checked(className), false, 0);
  }

  PhpObject(Object className, boolean incomplete, int capacity) {
    this.className = className;
    this.incomplete = incomplete;
    this.properties = new Properties(this, capacity);
  }

  /** A {@code stdClass} object without properties yet. */
  public static PhpObject standard() {
    return new PhpObject(STANDARD_CLASS);
  }

  /** The name of the class; bytes that are not UTF-8 become U+FFFD. */
  public String className() {
    return className.toString();
  }

  Object storedClassName() {
    return className;
  }

  /**
   * True if the limits of reading did not allow the class, so that PHP would have made a {@code
   * __PHP_Incomplete_Class}. It is written like any other.
   */
  public boolean isIncomplete() {
    return incomplete;
  }

  /**
   * What was written for the object, in order and open to changes: {@link Long}, {@link String} or
   * {@link PhpString} keys, where strings are stored names and never become ints.
   */
  public Map<Object, @Nullable Object> properties() {
    return properties;
  }

  Properties entries() {
    return properties;
  }

  /** The value of the property with this plain name, whatever its visibility; null if none. */
  public @Nullable Object get(String name) {
    int position = findPlain(name);
    return position < 0 ? null : properties.valueAt(position);
  }

  /** True if there is a property with this plain name, whatever its visibility. */
  public boolean has(String name) {
    return findPlain(name) >= 0;
  }

  /**
   * Sets the property with this plain name, whatever its visibility; a new one is public.
   *
   * @return this object
   */
  public PhpObject set(String name, @Nullable Object value) {
    int position = findPlain(name);
    properties.setAt(position < 0 ? properties.place((Object) name) : position, value);
    return this;
  }

  /**
   * Sets the property with exactly this name and visibility.
   *
   * @return this object
   */
  public PhpObject set(PropertyName name, @Nullable Object value) {
    properties.put(name.mangled(), value);
    return this;
  }

  /** Public before protected before the own private one before that of another class. */
  private int findPlain(String name) {
    int position = properties.find(name);
    if (position < 0) {
      position = properties.find(PropertyName.ofProtected(name).mangled());
    }
    if (position < 0) {
      position = properties.find(PropertyName.ofPrivate(className(), name).mangled());
    }
    for (int i = 0; position < 0 && i < properties.size(); i++) {
      PropertyName stored = PropertyName.parse(properties.keyAt(i));
      position = stored.visibility() == Visibility.PRIVATE && stored.name().equals(name) ? i : -1;
    }
    return position;
  }

  /** {@code O:1:"A":0:} and a brace. */
  void putHead(TokenSink out, int count) {
    putHead(out, className, count);
  }

  static void putHead(TokenSink out, Object className, int count) {
    PhpString.putName(out, Tag.OBJECT, className);
    out.putCountAndBrace(count);
  }

  /** The class and the number of properties. */
  @Override
  public String toString() {
    return className + "(" + properties.size() + ")";
  }

  /** Here 0 and "0" are one key, which stays as it first came. */
  static final class Properties extends OrderedMap {
    private final boolean namesOnly;

    Properties(PhpObject owner, int capacity) {
      super(capacity, false);
      // PHP's own class has no __serialize(), so an int can only be a name.
      namesOnly = owner.incomplete || owner.className().equalsIgnoreCase(STANDARD_CLASS);
    }

    @Override
    Object normalize(@Nullable Object key) {
      Object normal = key instanceof String ? key : PhpKey.normalize(key);
      boolean wasText = normal instanceof Long && !(key instanceof Number);
      return wasText || (namesOnly && normal instanceof Long) ? normal.toString() : normal;
    }

    @Override
    int place(long key) {
      return namesOnly ? place(Long.toString(key)) : super.place(key);
    }

    @Override
    int find(Object key) {
      int position = super.find(key);
      if (position < 0 && key instanceof Long) {
        return super.find(key.toString());
      }
      if (position < 0 && key instanceof String text) {
        Long number = CanonicalInt.of(text);
        return number == null ? -1 : super.find(number);
      }
      return position;
    }
  }
}
