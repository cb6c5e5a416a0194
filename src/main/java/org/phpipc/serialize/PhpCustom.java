package org.phpipc.serialize;

/**
 * An object whose class wrote its own bytes, by PHP's interface {@code Serializable}. Only that
 * class knows what they mean; here they are kept.
 *
 * <p>An object is the same only as itself: {@code equals} is identity.
 */
public final class PhpCustom implements PhpValue {

  private final Object className;
  private final PhpString payload;

  public PhpCustom(String className, PhpString payload) {
    this((Object) className, payload);
  }

  /** The name is a String, or a PhpString where the bytes are not UTF-8. */
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

  /** The class and the length of the payload. */
  @Override
  public String toString() {
    return className + "(" + payload.length() + " bytes)";
  }
}
