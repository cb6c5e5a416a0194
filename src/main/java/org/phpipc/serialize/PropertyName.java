package org.phpipc.serialize;

import org.jspecify.annotations.Nullable;

/**
 * The name of a property and what PHP writes for it ({@code zend_mangle_property_name},
 * Zend/zend_compile.c).
 *
 * @param name the plain name; of {@link Visibility#RAW} the whole of it
 * @param visibility which classes may see it
 * @param declaringClass the class that declares it, only for {@link Visibility#PRIVATE}
 */
public record PropertyName(String name, Visibility visibility, @Nullable String declaringClass) {

  private static final char NUL = '\0';
  private static final String PROTECTED_MARK = NUL + "*" + NUL;

  /** A public property, or a dynamic one. */
  public static PropertyName ofPublic(String name) {
    return new PropertyName(name, Visibility.PUBLIC, null);
  }

  /** A protected property. */
  public static PropertyName ofProtected(String name) {
    return new PropertyName(name, Visibility.PROTECTED, null);
  }

  /** A private property of a class. */
  public static PropertyName ofPrivate(String declaringClass, String name) {
    return new PropertyName(name, Visibility.PRIVATE, declaringClass);
  }

  /** Takes a stored name apart; bytes that are not UTF-8 become U+FFFD. */
  public static PropertyName parse(Object storedName) {
    String stored = storedName.toString();
    if (stored.isEmpty() || stored.charAt(0) != NUL) {
      return ofPublic(stored);
    }
    int second = stored.indexOf(NUL, 1);
    if (second <= 1) {
      return new PropertyName(stored, Visibility.RAW, null);
    }
    String owner = stored.substring(1, second);
    String name = stored.substring(second + 1);
    return owner.equals("*") ? ofProtected(name) : ofPrivate(owner, name);
  }

  /** The name as PHP stores it. */
  public String mangled() {
    return switch (visibility) {
      case PUBLIC, RAW -> name;
      case PROTECTED -> PROTECTED_MARK + name;
      case PRIVATE -> NUL + declaringClass + NUL + name;
    };
  }
}
