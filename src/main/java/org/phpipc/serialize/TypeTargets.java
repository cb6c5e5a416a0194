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
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.date.StoredDate;

/** Chooses what reads a Java type. */
final class TypeTargets {
  private final ClassRegistry classes;
  private final TypeTarget any;

  /** The targets of whole values. Each of them has targets of its own for what is inside. */
  private final Map<Type, TypeTarget> targets = new ConcurrentHashMap<>();

  TypeTargets(ClassRegistry classes) {
    this.classes = classes;
    this.any = new AnyTarget(classes);
  }

  /** What reads any value. */
  TypeTarget any() {
    return any;
  }

  /**
   * What reads a type of whole values.
   *
   * @throws IllegalArgumentException if PHP's values cannot be such a type
   */
  TypeTarget ofWhole(Type type) {
    TypeTarget known = targets.get(type);
    if (known == null) {
      known = of(type);
      targets.put(type, known);
    }
    return known;
  }

  private TypeTarget of(Type type) {
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
  TypeTarget ofProperty(Type type) {
    if (type == PhpProperty.class) {
      return OptionalTarget.property(any);
    }
    return type instanceof ParameterizedType generic && generic.getRawType() == PhpProperty.class
        ? OptionalTarget.property(of(generic.getActualTypeArguments()[0]))
        : of(type);
  }

  private TypeTarget ofGeneric(ParameterizedType type) {
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

  private TypeTarget ofClass(Class<?> type, TypeTarget key, TypeTarget element) {
    TypeTarget simple = ofSimple(type);
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
    TypeTarget collection = container ? CollectionTarget.of(type, element, any) : null;
    return collection == null ? classes.target(type) : collection;
  }

  private @Nullable TypeTarget ofSimple(Class<?> type) {
    if (type == Object.class || type == PhpValue.class) {
      return any;
    }
    TypeTarget scalar = ScalarTarget.of(type);
    if (scalar != null) {
      return scalar;
    } else if (StoredDate.isDate(type)) {
      return new DateTarget(type);
    }
    return PhpValue.class.isAssignableFrom(type) ? new PlainTarget(type, any) : null;
  }

  private static boolean isText(TypeTarget key) {
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
