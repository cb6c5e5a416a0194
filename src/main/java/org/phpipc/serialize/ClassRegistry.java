package org.phpipc.serialize;

import java.lang.invoke.MethodHandles;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.date.StoredDate;

/** The Java classes that stand for PHP classes. Immutable after its construction. */
final class ClassRegistry {
  private final Map<Class<?>, MethodHandles.Lookup> registered;
  private final Map<Class<?>, MappedType> byJavaType = new HashMap<>();

  /** By the name in lower case: PHP's class names have no case. */
  private final Map<String, MappedType> byPhpName = new HashMap<>();

  private final TypeTargets targets = new TypeTargets(this);

  /**
   * @param registered the classes, with what may reach into them
   * @throws IllegalArgumentException if one of them cannot be mapped
   */
  ClassRegistry(Map<Class<?>, MethodHandles.Lookup> registered, boolean unknownRefused) {
    this.registered = new LinkedHashMap<>(registered);
    registered.forEach((type, lookup) -> add(mapped(type, lookup, unknownRefused)));
  }

  private MappedType mapped(Class<?> type, MethodHandles.Lookup lookup, boolean unknownRefused) {
    if (type.isEnum()) {
      return new MappedEnum(type);
    }
    try {
      return new MappedClass(type, lookup, targets, unknownRefused);
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(
          type.getName()
              + " cannot be reached: register it with MethodHandles.lookup(), or open "
              + type.getPackageName()
              + " to "
              + ClassRegistry.class.getModule(),
          e);
    }
  }

  private void add(MappedType type) {
    byJavaType.put(type.javaType(), type);
    MappedType other = byPhpName.put(lower(type.phpName()), type);
    if (other != null) {
      throw new IllegalArgumentException(
          type.javaType().getName()
              + " and "
              + other.javaType().getName()
              + " are both "
              + type.phpName());
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  boolean isEmpty() {
    return registered.isEmpty();
  }

  Map<Class<?>, MethodHandles.Lookup> registered() {
    return registered;
  }

  TypeTargets targets() {
    return targets;
  }

  /**
   * What reads a class, or a parent or interface of some.
   *
   * @throws IllegalArgumentException if none is registered
   */
  TypeTarget target(Class<?> type) {
    if (registered.keySet().stream().noneMatch(type::isAssignableFrom)) {
      throw new IllegalArgumentException(
          "no registered class is a " + type.getName() + ", and PHP has no form for it");
    }
    return new ClassTarget(type, this);
  }

  /** The PHP class of a Java class, for messages. */
  String expected(Class<?> type) {
    MappedType mapped = byJavaType.get(type);
    return mapped == null ? "object for " + type.getName() : mapped.expected();
  }

  /** What a PHP object or case is read as; null if its class is not registered. */
  @Nullable MappedType find(@Nullable Object plain) {
    MappedType type = null;
    if (plain instanceof PhpObject object && !object.isIncomplete()) {
      type = byPhpName.get(lower(object.className()));
    } else if (plain instanceof PhpEnum enumCase) {
      type = byPhpName.get(lower(enumCase.className()));
    }
    return type != null && type.isFor(plain) ? type : null;
  }

  /** Whether {@link #toPhp} may give something. */
  boolean mayMap(Object instance) {
    // Only classes are compared: whether an object implements an interface takes longer to see.
    Class<?> type = instance.getClass();
    return !byJavaType.isEmpty()
        || type == WrittenAs.class
        || Origin.isKeptIn(type)
        || StoredDate.isDate(type)
        || type.isArray();
  }

  /**
   * The PHP value of an instance, with what is inside as it is in Java; null if there is none.
   *
   * @throws IllegalArgumentException if the instance has no form in PHP
   * @throws IllegalStateException if its fields cannot be read
   */
  @Nullable PhpValue toPhp(Object instance) {
    MappedType mapped = byJavaType.get(declared(instance));
    if (mapped != null) {
      return mapped.toPhp(instance);
    } else if (StoredDate.isDate(instance.getClass())) {
      return PhpDates.write(instance, new DateForm(PhpDates.IMMUTABLE, null));
    }
    Origin origin = Origin.of(instance);
    return origin == null ? null : origin.toPhp(instance, this::isObject);
  }

  /**
   * The PHP object of a date or collection that is written as one of a given class.
   *
   * @throws IllegalArgumentException if the instance cannot be one
   */
  PhpObject toPhp(WrittenAs as) {
    Object instance = as.instance();
    return StoredDate.isDate(instance.getClass())
        ? PhpDates.write(instance, new DateForm(as.className(), as.zone()))
        : Origin.toPhp(instance, as.className(), this::isObject);
  }

  private static Class<?> declared(Object instance) {
    return instance instanceof Enum<?> e ? e.getDeclaringClass() : instance.getClass();
  }

  /** Whether a value is an object in PHP. */
  private boolean isObject(@Nullable Object value) {
    if (value == null) {
      return false;
    }
    Origin origin = Origin.of(value);
    return PhpReference.isObject(value)
        || value instanceof WrittenAs
        || byJavaType.containsKey(declared(value))
        || StoredDate.isDate(value.getClass())
        || (origin != null && origin.isObject());
  }
}
