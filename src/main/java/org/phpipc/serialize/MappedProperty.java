package org.phpipc.serialize;

import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.token.ClassName;

/** A property of a mapped class, kept in a field. */
final class MappedProperty {
  private final Field field;
  private final PropertyName name;
  private final Object key;
  private final TypeTarget target;
  private final MethodHandle getter;
  private final @Nullable String writtenClass;
  private final boolean mayBeMissing;

  /**
   * @param arrayForm whether names are keys of an array
   * @throws IllegalAccessException if the lookup may not read the field
   */
  MappedProperty(Field field, boolean arrayForm, TypeTarget target, MethodHandles.Lookup lookup)
      throws IllegalAccessException {
    this.field = field;
    PhpName given = field.getAnnotation(PhpName.class);
    String plain = given == null ? field.getName() : given.value();
    this.name = arrayForm ? PropertyName.ofPublic(plain) : visible(field, plain);
    this.key = arrayForm ? PhpKey.normalize(plain) : name.mangled();
    this.target = target;
    this.mayBeMissing = isOptional() || isNullable(field);
    this.getter =
        lookup.unreflectGetter(field).asType(MethodType.methodType(Object.class, Object.class));
    PhpClass written = field.getAnnotation(PhpClass.class);
    this.writtenClass = written == null ? null : ClassName.checked(written.value());
    if (writtenClass != null && !target.canBeOf(writtenClass)) {
      throw new IllegalArgumentException(
          "@PhpClass is for classes, dates and containers: none in "
              + field
              + " can be a "
              + writtenClass);
    }
  }

  private static PropertyName visible(Field field, String name) {
    PhpVisibility own = field.getAnnotation(PhpVisibility.class);
    Class<?> owner = field.getDeclaringClass();
    PhpVisibility given = own == null ? owner.getAnnotation(PhpVisibility.class) : own;
    Visibility visibility = given == null ? Visibility.PUBLIC : given.value();
    return switch (visibility) {
      case PUBLIC -> PropertyName.ofPublic(name);
      case PROTECTED -> PropertyName.ofProtected(name);
      case PRIVATE -> PropertyName.ofPrivate(declarer(owner, given), name);
      case RAW -> throw new IllegalArgumentException("a declared property cannot be raw: " + field);
    };
  }

  private static String declarer(Class<?> owner, @Nullable PhpVisibility given) {
    if (given != null && !given.declaredBy().isEmpty()) {
      return ClassName.checked(given.declaredBy());
    }
    PhpClass php = owner.getAnnotation(PhpClass.class);
    if (php == null) {
      throw new IllegalArgumentException(
          owner.getName() + " has private properties and no @PhpClass to name them by");
    }
    return php.value();
  }

  /** The plain name. */
  String name() {
    return name.name();
  }

  /** What is written for the name, and looked for first. */
  Object key() {
    return key;
  }

  TypeTarget target() {
    return target;
  }

  Field field() {
    return field;
  }

  /** Whether the Java class has a value for the property if PHP left it out. */
  boolean mayBeMissing() {
    return mayBeMissing;
  }

  private static boolean isNullable(Field field) {
    return Stream.of(field.getAnnotations(), field.getAnnotatedType().getAnnotations())
        .flatMap(Arrays::stream)
        .map(Annotation::annotationType)
        .anyMatch(type -> type.getSimpleName().equals("Nullable"));
  }

  /** The value for the property if PHP left it out. */
  @Nullable Object missing() {
    return tellsAbsence()
        ? PhpProperty.absent()
        : field.getType() == Optional.class ? Optional.empty() : null;
  }

  private boolean isOptional() {
    return field.getType() == Optional.class || tellsAbsence();
  }

  /** Whether the field itself distinguishes an absent property, as a {@link PhpProperty} does. */
  boolean tellsAbsence() {
    return field.getType() == PhpProperty.class;
  }

  /** The value in an instance; null is an absent {@link PhpProperty}. */
  @Nullable Object get(Object instance) {
    try {
      Object value = getter.invokeExact(instance);
      return value == null && tellsAbsence() ? PhpProperty.absent() : value;
    } catch (Throwable e) {
      throw new IllegalStateException("cannot read " + field, e);
    }
  }

  /** Whether a date is written in this form if nothing is remembered of it. */
  boolean tells(DateForm form) {
    boolean named = writtenClass != null || form.className().equals(PhpDates.IMMUTABLE);
    return named && form.zone() == null;
  }

  /**
   * A value as it is to be written.
   *
   * @param date the form of the date that was read; null if it is not known
   */
  @Nullable Object written(@Nullable Object value, @Nullable DateForm date) {
    Object present = CommonForm.unwrap(value);
    String dateClass = date == null ? null : date.className();
    String className = writtenClass == null ? dateClass : writtenClass;
    Object as = className == null ? present : target.ofClass(className, present);
    return date != null && as instanceof WrittenAs written ? written.in(date.zone()) : as;
  }
}
