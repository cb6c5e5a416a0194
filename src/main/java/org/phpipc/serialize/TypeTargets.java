package org.phpipc.serialize;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes Java types ready to be read. */
final class TypeTargets {

  private final ClassRegistry classes;
  private final Target any;

  TypeTargets(ClassRegistry classes) {
    this.classes = classes;
    this.any = new AnyTarget(classes);
  }

  /** What reads any value. */
  Target any() {
    return any;
  }

  /**
   * What reads a type.
   *
   * @throws IllegalArgumentException if PHP's values cannot be such a type
   */
  Target of(Type type) {
    if (type instanceof Class<?> plain) {
      return ofClass(plain, any, any);
    } else if (type instanceof ParameterizedType generic) {
      return ofGeneric(generic);
    } else if (type instanceof GenericArrayType array) {
      return CollectionTarget.array(
          erased(array.getGenericComponentType()), of(array.getGenericComponentType()), any);
    } else if (type instanceof WildcardType wildcard) {
      return of(wildcard.getUpperBounds()[0]);
    }
    return of(((TypeVariable<?>) type).getBounds()[0]);
  }

  /**
   * What reads the type of a component or field, which may be a {@link PhpProperty}.
   *
   * @throws IllegalArgumentException if PHP's values cannot be such a type
   */
  Target ofProperty(Type type) {
    if (type == PhpProperty.class) {
      return OptionalTarget.property(any);
    }
    return type instanceof ParameterizedType generic && generic.getRawType() == PhpProperty.class
        ? OptionalTarget.property(of(generic.getActualTypeArguments()[0]))
        : of(type);
  }

  private Target ofGeneric(ParameterizedType type) {
    Class<?> raw = (Class<?>) type.getRawType();
    Type[] arguments = type.getActualTypeArguments();
    boolean container = Collection.class.isAssignableFrom(raw) || raw == Iterable.class;
    if (container || raw == Optional.class) {
      return ofClass(raw, any, of(arguments[0]));
    } else if (Map.class.isAssignableFrom(raw) && arguments.length == 2) {
      return ofClass(raw, of(arguments[0]), of(arguments[1]));
    }
    return ofClass(raw, any, any);
  }

  private Target ofClass(Class<?> type, Target key, Target element) {
    Target simple = ofSimple(type);
    if (simple != null) {
      return simple;
    } else if (type == Optional.class) {
      return OptionalTarget.optional(element);
    } else if (Map.class.isAssignableFrom(type) && type.isAssignableFrom(LinkedHashMap.class)) {
      return new MapTarget(key, element, any, isText(key));
    } else if (type.isArray()) {
      return CollectionTarget.array(type.getComponentType(), of(type.getComponentType()), any);
    }
    boolean container = Collection.class.isAssignableFrom(type) || type == Iterable.class;
    Target collection = container ? CollectionTarget.of(type, element, any) : null;
    return collection == null ? classes.target(type) : collection;
  }

  private @Nullable Target ofSimple(Class<?> type) {
    if (type == Object.class || type == PhpValue.class) {
      return any;
    }
    Target scalar = ScalarTarget.of(type);
    if (scalar != null) {
      return scalar;
    } else if (PhpDates.isDate(type)) {
      return new DateTarget(type);
    }
    return PhpValue.class.isAssignableFrom(type) ? new PlainTarget(type, any) : null;
  }

  private static boolean isText(Target key) {
    return key == ScalarTarget.of(String.class)
        || key == ScalarTarget.of(CharSequence.class)
        || key == ScalarTarget.of(PhpString.class);
  }

  private static Class<?> erased(Type type) {
    if (type instanceof ParameterizedType generic) {
      return (Class<?>) generic.getRawType();
    } else if (type instanceof GenericArrayType array) {
      return Array.newInstance(erased(array.getGenericComponentType()), 0).getClass();
    }
    return type instanceof Class<?> plain ? plain : Object.class;
  }
}
