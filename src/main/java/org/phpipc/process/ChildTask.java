package org.phpipc.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ObjectInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Runs in a child what {@link TaskBytes} wrote. As {@link ChildMain}, it touches few classes: even
 * a DataInputStream would make a JVM start method handles.
 */
final class ChildTask {
  private final byte[] bytes;
  private int position;

  ChildTask(byte[] bytes) {
    this.bytes = bytes;
  }

  void run() throws Throwable {
    String className = text();
    String methodName = text();
    String descriptor = text();
    int plain = number();
    if (methodName.isEmpty()) {
      ((SerializableRunnable) serialized()).run();
      return;
    }
    Object[] values = plain == TaskBytes.SERIALIZED ? (Object[]) serialized() : plain(plain);
    Class<?> type = Class.forName(className, true, ClassLoader.getSystemClassLoader());
    Method method = method(type, methodName, descriptor);
    method.setAccessible(true);
    try {
      method.invoke(null, values);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private int number() {
    int number = 0;
    for (int end = position + Integer.BYTES; position < end; position++) {
      number = (number << Byte.SIZE) | (bytes[position] & 0xff);
    }
    return number;
  }

  private String text() {
    int length = number();
    String text = new String(bytes, position, length, UTF_8);
    position += length;
    return text;
  }

  private Object[] plain(int count) {
    Object[] values = new Object[count];
    for (int i = 0; i < count; i++) {
      values[i] = CapturedValue.valueOf(text());
    }
    return values;
  }

  /** All that is left. */
  private Object serialized() throws Exception {
    ByteArrayInputStream rest = new ByteArrayInputStream(bytes, position, bytes.length - position);
    return new ObjectInputStream(rest).readObject();
  }

  private static Method method(Class<?> type, String name, String descriptor)
      throws NoSuchMethodException {
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals(name) && descriptor(method).equals(descriptor)) {
        return method;
      }
    }
    throw new NoSuchMethodException(type.getName() + "." + name + descriptor);
  }

  private static String descriptor(Method method) {
    StringBuilder descriptor = new StringBuilder("(");
    for (Class<?> parameter : method.getParameterTypes()) {
      descriptor.append(parameter.descriptorString());
    }
    return descriptor.append(')').append(method.getReturnType().descriptorString()).toString();
  }
}
