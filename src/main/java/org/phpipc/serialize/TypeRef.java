package org.phpipc.serialize;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A Java type with its type arguments, which a {@link Class} does not have:
 *
 * <pre>{@code
 * List<Job> jobs = serializer.read(bytes, new TypeRef<List<Job>>() {});
 * }</pre>
 *
 * @param <T> the type; PHP's null is read as null
 */
public abstract class TypeRef<T> {

  private final Type type;

  /**
   * @throws IllegalStateException if the subclass leaves the type open
   */
  protected TypeRef() {
    if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parent)) {
      throw new IllegalStateException("say which type: new TypeRef<List<Job>>() {}");
    }
    type = parent.getActualTypeArguments()[0];
  }

  /** The type. */
  public final Type type() {
    return type;
  }
}
