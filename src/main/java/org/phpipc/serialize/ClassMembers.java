package org.phpipc.serialize;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** What there is in a record or a class to read and to make it, whatever its visibility in Java. */
final class ClassMembers {

  private final Class<?> type;
  private final MethodHandles.Lookup caller;
  private final List<Field> fields;

  /**
   * @throws IllegalArgumentException if the type cannot have instances
   */
  ClassMembers(Class<?> type, MethodHandles.Lookup caller) {
    if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
      throw new IllegalArgumentException(type.getName() + " is abstract: register its subclasses");
    }
    this.type = type;
    this.caller = caller;
    this.fields = type.isRecord() ? components() : inherited();
  }

  /** In the order in which PHP writes properties: the parent's first. */
  List<Field> fields() {
    return fields;
  }

  private List<Field> components() {
    List<Field> components = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      try {
        components.add(type.getDeclaredField(component.getName()));
      } catch (NoSuchFieldException e) {
        throw new IllegalStateException("a component without its field", e);
      }
    }
    return components;
  }

  private List<Field> inherited() {
    Deque<Class<?>> parentsFirst = new ArrayDeque<>();
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      parentsFirst.push(c);
    }
    return parentsFirst.stream()
        .flatMap(c -> Arrays.stream(c.getDeclaredFields()))
        .filter(field -> (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0)
        .filter(field -> !field.isSynthetic())
        .toList();
  }

  /**
   * @throws IllegalAccessException if the caller may not reach into the class
   */
  MethodHandles.Lookup lookup(Class<?> declaring) throws IllegalAccessException {
    return MethodHandles.privateLookupIn(declaring, caller);
  }

  /** From {@code Object[]}, the components in order or nothing, to {@code Object}. */
  MethodHandle constructor() throws IllegalAccessException {
    Class<?>[] parameters =
        type.isRecord()
            ? fields.stream().map(Field::getType).toArray(Class<?>[]::new)
            : new Class<?>[0];
    try {
      return lookup(type)
          .findConstructor(type, MethodType.methodType(void.class, parameters))
          .asFixedArity()
          .asSpreader(Object[].class, parameters.length)
          .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(
          type.getName() + " needs a constructor without parameters; or make it a record", e);
    }
  }

  /** From the instance and the value to nothing, for each field. */
  List<MethodHandle> setters() throws IllegalAccessException {
    List<MethodHandle> setters = new ArrayList<>();
    for (Field field : fields) {
      if (Modifier.isFinal(field.getModifiers())) {
        throw new IllegalArgumentException(field + " is final; make the class a record");
      }
      setters.add(
          lookup(field.getDeclaringClass())
              .unreflectSetter(field)
              .asType(MethodType.methodType(void.class, Object.class, Object.class)));
    }
    return setters;
  }
}
