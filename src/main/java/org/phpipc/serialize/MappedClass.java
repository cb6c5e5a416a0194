package org.phpipc.serialize;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A record, or a class with a constructor without parameters. */
final class MappedClass extends MappedType {
  private static final int NOT_THERE = -1;

  private final List<MappedProperty> properties = new ArrayList<>();

  /** Makes an instance: of the array of its components, or without anything. */
  private final MethodHandle constructor;

  /** Sets the fields of a class; null for a record. */
  private final @Nullable List<MethodHandle> setters;

  private final boolean unknownRefused;
  private final WeakMemory<Unseen> memory;

  /**
   * @param targets gives what the fields are read as
   * @throws IllegalArgumentException if the class cannot be mapped
   * @throws IllegalAccessException if the lookup may not reach into it
   */
  MappedClass(
      Class<?> type, MethodHandles.Lookup lookup, TypeTargets targets, boolean unknownRefused)
      throws IllegalAccessException {
    super(type);
    this.unknownRefused = unknownRefused;
    this.memory = Unseen.of(type);
    ClassMembers members = new ClassMembers(type, lookup);
    boolean arrayForm = type.getAnnotation(PhpClass.class).arrayForm();
    for (Field field : members.fields()) {
      TypeTarget target = targets.ofProperty(field.getGenericType());
      properties.add(
          new MappedProperty(field, arrayForm, target, members.lookup(field.getDeclaringClass())));
    }
    constructor = members.constructor();
    setters = type.isRecord() ? null : members.setters();
    refuseTwins(type);
  }

  private void refuseTwins(Class<?> type) {
    Set<Object> keys = new HashSet<>();
    for (MappedProperty property : properties) {
      if (!keys.add(property.key())) {
        throw new IllegalArgumentException(
            type.getName() + " has the property " + property.name() + " twice");
      }
    }
  }

  @Override
  boolean isFor(@Nullable Object plain) {
    return plain instanceof PhpObject;
  }

  @Override
  PhpValue toPhp(Object instance) {
    PhpObject object = new PhpObject(phpName(), false, properties.size());
    OrderedMap entries = object.entries();
    Unseen unseen = memory.get(instance);
    for (int i = 0; i < properties.size(); i++) {
      MappedProperty property = properties.get(i);
      Object value = property.get(instance);
      if (!isAbsent(value) && (unseen == null || !unseen.isAbsent(i, value))) {
        DateForm date = unseen == null ? null : unseen.date(i);
        entries.setAt(entries.place(property.key()), property.written(value, date));
      }
    }
    return object;
  }

  private static boolean isAbsent(@Nullable Object value) {
    return value instanceof PhpProperty<?> property && property.isAbsent();
  }

  @Override
  Object accept(@Nullable Object plain, ValueMapper mapper) {
    if (!(plain instanceof PhpObject object)) {
      throw mapper.mismatch(this, plain);
    }
    int[] positions = positions(object.entries());
    refuseUnknown(object.entries(), positions, mapper);
    return new Properties(object.entries(), positions, mapper);
  }

  /** Where the properties stand in an object. */
  private int[] positions(PhpObject.Properties entries) {
    int[] positions = new int[properties.size()];
    boolean complete = true;
    for (int i = 0; i < positions.length; i++) {
      positions[i] = entries.find(properties.get(i).key());
      complete &= positions[i] != NOT_THERE;
    }
    if (!complete) {
      findByPlainName(entries, positions);
    }
    return positions;
  }

  /**
   * Finds what is stored with another visibility, as PHP does (object_common in
   * ext/standard/var_unserializer.re): public, protected or a private of the object's own class.
   */
  private void findByPlainName(PhpObject.Properties entries, int[] positions) {
    Set<Integer> taken = new HashSet<>();
    for (int position : positions) {
      taken.add(position);
    }
    Map<String, Integer> plain = new HashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      PropertyName stored = PropertyName.parse(entries.keyAt(i));
      String owner = stored.declaringClass();
      if (!taken.contains(i) && (owner == null || owner.equalsIgnoreCase(phpName()))) {
        plain.putIfAbsent(stored.name(), i);
      }
    }
    // From the end: a name means the child's property before that of a parent.
    for (int i = positions.length - 1; i >= 0; i--) {
      if (positions[i] == NOT_THERE) {
        Integer position = plain.remove(properties.get(i).name());
        positions[i] = position == null ? NOT_THERE : position;
      }
    }
  }

  private void refuseUnknown(PhpObject.Properties entries, int[] positions, ValueMapper mapper) {
    if (!unknownRefused) {
      return;
    }
    Set<Integer> known = new HashSet<>();
    Arrays.stream(positions).forEach(known::add);
    for (int i = 0; i < entries.size(); i++) {
      if (!known.contains(i)) {
        String name = PropertyName.parse(entries.keyAt(i)).name();
        String shown = name.substring(0, Math.min(name.length(), 80));
        throw mapper.failure("only known properties of " + phpName(), shown, null);
      }
    }
  }

  /** The properties that are there, by their index in {@link #properties}. */
  private final class Properties extends Assembly {
    private final OrderedMap entries;
    private final int[] positions;
    private final int[] present;
    private final @Nullable Object[] components;
    private final @Nullable Object instance;

    /** What the instance will not show; null while that is nothing. */
    private @Nullable Unseen unseen;

    Properties(OrderedMap entries, int[] positions, ValueMapper mapper) {
      this.entries = entries;
      this.positions = positions;
      this.present = presentIn(positions);
      this.components = new Object[setters == null ? positions.length : 0];
      this.instance = setters == null ? null : make(mapper, components);
    }

    @Override
    int size() {
      return present.length;
    }

    @Override
    @Nullable Object source(int index) {
      return entries.valueAt(positions[present[index]]);
    }

    @Override
    TypeTarget target(int index) {
      return properties.get(present[index]).target();
    }

    @Override
    void trace(int index, List<Object> path) {
      path.add(entries.keyAt(positions[present[index]]));
    }

    @Override
    void put(int index, @Nullable Object value) {
      set(present[index], value);
      MappedProperty property = properties.get(present[index]);
      Object date = property.target().isDate() ? CommonForm.unwrap(value) : null;
      if (date != null && PhpReference.dereference(source(index)) instanceof PhpObject object) {
        DateForm form = PhpDates.form(object, date);
        if (!property.tells(form)) {
          unseen().noteDate(present[index], form);
        }
      }
    }

    private void set(int property, @Nullable Object value) {
      if (instance == null || setters == null) {
        components[property] = value;
        return;
      }
      try {
        setters.get(property).invokeExact(instance, value);
      } catch (Throwable e) {
        throw new IllegalStateException("cannot set " + properties.get(property).field(), e);
      }
    }

    private Unseen unseen() {
      if (unseen == null) {
        unseen = new Unseen(positions.length);
      }
      return unseen;
    }

    @Override
    @Nullable Object early() {
      return instance;
    }

    @Override
    Object finish(ValueMapper mapper) {
      for (int i = 0; i < positions.length; i++) {
        if (positions[i] == NOT_THERE && (instance == null || properties.get(i).tellsAbsence())) {
          set(i, missing(properties.get(i), mapper));
        }
      }
      Object made = instance == null ? make(mapper, components) : instance;
      noteAbsent(made);
      if (unseen != null) {
        memory.put(made, unseen);
      }
      return made;
    }

    private void noteAbsent(Object made) {
      for (int i = 0; i < positions.length; i++) {
        if (positions[i] == NOT_THERE && !properties.get(i).tellsAbsence()) {
          unseen().noteAbsent(i, properties.get(i).get(made));
        }
      }
    }

    private @Nullable Object missing(MappedProperty property, ValueMapper mapper) {
      if (!property.mayBeMissing()) {
        String expected = "the property " + property.name() + " of " + phpName();
        throw mapper.failure(expected, "none", null);
      }
      return property.missing();
    }
  }

  private static int[] presentIn(int[] positions) {
    return IntStream.range(0, positions.length).filter(i -> positions[i] != NOT_THERE).toArray();
  }

  private Object make(ValueMapper mapper, @Nullable Object[] components) {
    try {
      return constructor.invokeExact(components);
    } catch (Throwable e) {
      if (e instanceof Error error && !(e instanceof StackOverflowError)) {
        throw error;
      }
      throw mapper.failure("what the constructor of " + phpName() + " takes", e.toString(), e);
    }
  }
}
