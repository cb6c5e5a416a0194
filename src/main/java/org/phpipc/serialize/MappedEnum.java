package org.phpipc.serialize;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An enum; cases are found by name, as in PHP with regard to case. */
final class MappedEnum extends MappedType {

  private final Map<String, Object> byCaseName = new HashMap<>();
  private final Map<Object, PhpEnum> toPhp = new HashMap<>();

  /**
   * @throws IllegalArgumentException if two constants have one name in PHP
   */
  MappedEnum(Class<?> type) {
    super(type);
    for (Object constant : type.getEnumConstants()) {
      String name = caseName(type, ((Enum<?>) constant).name());
      if (byCaseName.put(name, constant) != null) {
        throw new IllegalArgumentException(type.getName() + " has the case " + name + " twice");
      }
      toPhp.put(constant, new PhpEnum(phpName(), name));
    }
  }

  private static String caseName(Class<?> type, String constant) {
    try {
      PhpName name = type.getField(constant).getAnnotation(PhpName.class);
      return name == null ? constant : name.value();
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("a constant without its field", e);
    }
  }

  @Override
  boolean isFor(@Nullable Object plain) {
    return plain instanceof PhpEnum;
  }

  @Override
  Object accept(@Nullable Object plain, ValueMapper mapper) {
    Object constant = plain instanceof PhpEnum value ? byCaseName.get(value.caseName()) : null;
    if (constant == null) {
      throw mapper.failure("a case of " + phpName(), describe(plain), null);
    }
    return constant;
  }

  @Override
  PhpValue toPhp(Object instance) {
    PhpEnum value = toPhp.get(instance);
    if (value == null) {
      throw new IllegalStateException("not a constant: " + instance);
    }
    return value;
  }
}
