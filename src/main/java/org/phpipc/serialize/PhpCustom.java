package org.phpipc.serialize;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.token.ClassName;
import org.phpipc.serialize.token.Tag;
import org.phpipc.serialize.token.TokenSink;

/**
 * An object whose class wrote its own bytes, by PHP's interface {@code Serializable}. Only that
 * class knows what they mean; here they are kept.
 *
 * <p>In PHP the values that the class put into its payload by {@code serialize()} take part in the
 * numbers by which {@code r} and {@code R} name values. They are counted if the bytes show them: a
 * payload that is one serialized value, those of ArrayObject, ArrayIterator, SplObjectStorage,
 * SplDoublyLinkedList and GMP up to PHP 7.3, and JSON and other texts, which have none. For any
 * other payload neither reader nor writer takes a number behind that of the object.
 *
 * <p>An object is the same only as itself: {@code equals} is identity.
 */
public final class PhpCustom implements PhpValue {
  private final Object className;
  private final PhpString payload;
  private @Nullable Payload scanned;

  /** The values of the payload, if they are bound to what is outside of it. */
  private @Nullable PhpArray values;

  /**
   * An object that wrote these bytes.
   *
   * <p>The payload is written as it is: an {@code r} or {@code R} in it must have the number that
   * counts where the object will stand.
   *
   * @throws IllegalArgumentException if PHP has no such class names
   */
  public PhpCustom(String className, PhpString payload) {
    this((Object) ClassName.checked(className), payload);
  }

  /**
   * An object with a payload whose values stand at other places too, or refer to them.
   *
   * <p>These values are written where the payload has its own, which must be as many. The array is
   * not copied.
   *
   * @throws IllegalArgumentException if PHP has no such class names
   */
  public PhpCustom(String className, PhpString payload, PhpArray values) {
    this(className, payload);
    this.values = values;
  }

  /** The name is a String, or a PhpString if it is not UTF-8. */
  PhpCustom(Object className, PhpString payload) {
    this.className = className;
    this.payload = payload;
  }

  /** The name of the class; bytes that are not UTF-8 become U+FFFD. */
  public String className() {
    return className.toString();
  }

  Object storedClassName() {
    return className;
  }

  /** What the class wrote. */
  public PhpString payload() {
    return payload;
  }

  /**
   * The values of the payload, open to changes, if one of them stands outside of the payload too,
   * or refers to what is there. They are written in the place of those in {@link #payload()}.
   */
  public Optional<PhpArray> values() {
    return Optional.ofNullable(values);
  }

  void bind(PhpArray payloadValues) {
    values = payloadValues;
  }

  /** What is known of the values in the payload. */
  Payload scanned() {
    if (scanned == null) {
      scanned = Payload.of(payload);
    }
    return scanned;
  }

  void scanned(Payload known) {
    scanned = known;
  }

  /** {@code C:1:"A":0:{}} with these bytes for a payload. */
  void put(TokenSink out, byte[] bytes) {
    PhpString.putName(out, Tag.CUSTOM, className);
    out.putCountAndBrace(bytes.length);
    out.put(bytes);
    out.putClose();
  }

  /** The class and the length of the payload. */
  @Override
  public String toString() {
    return className + "(" + payload.length() + " bytes)";
  }
}
