package org.phpipc.process;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * A task on its way to a child JVM.
 *
 * <pre>
 *   class name | method name | its descriptor | captured values, serialized
 *   UTF        | UTF         | UTF            | to the end; nothing where none are
 * </pre>
 *
 * A lambda is known by the static method that its body became. The child calls that method: making
 * the lambda anew would cost it more than the rest of its start. Where that is not possible the
 * method name is empty, and the captured value is the task itself.
 */
final class TaskBytes {
  private final String className;
  private final byte[] bytes;

  private TaskBytes(String className, byte[] bytes) {
    this.className = className;
    this.bytes = bytes;
  }

  /** The class that the child must find. */
  String className() {
    return className;
  }

  byte[] toByteArray() {
    return bytes;
  }

  static TaskBytes of(SerializableRunnable task) {
    try {
      byte[] whole = serialized(task);
      SerializedLambda lambda = Capture.of(task);
      return lambda != null && isCallable(lambda)
          ? ofMethod(lambda)
          : write(lambda == null ? task.getClass().getName() : name(lambda), "", "", whole);
    } catch (NotSerializableException e) {
      throw new IllegalArgumentException(
          "the task captures a " + e.getMessage() + ", which is not serializable", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isCallable(SerializedLambda lambda) {
    Module ours = TaskBytes.class.getModule();
    return lambda.getImplMethodKind() == MethodHandleInfo.REF_invokeStatic && !ours.isNamed();
  }

  private static TaskBytes ofMethod(SerializedLambda lambda) throws IOException {
    Object[] captured = new Object[lambda.getCapturedArgCount()];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = lambda.getCapturedArg(i);
    }
    byte[] values = captured.length == 0 ? new byte[0] : serialized(captured);
    String method = lambda.getImplMethodName();
    return write(name(lambda), method, lambda.getImplMethodSignature(), values);
  }

  private static String name(SerializedLambda lambda) {
    return lambda.getImplClass().replace('/', '.');
  }

  private static TaskBytes write(String className, String method, String descriptor, byte[] values)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF(className);
    out.writeUTF(method);
    out.writeUTF(descriptor);
    out.write(values);
    return new TaskBytes(className, bytes.toByteArray());
  }

  private static byte[] serialized(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  /** Runs the task, in the child. */
  static void run(byte[] bytes) throws Throwable {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    String className = in.readUTF();
    String methodName = in.readUTF();
    String descriptor = in.readUTF();
    Object values = in.available() == 0 ? new Object[0] : new ObjectInputStream(in).readObject();
    if (methodName.isEmpty()) {
      ((SerializableRunnable) values).run();
      return;
    }
    Class<?> type = Class.forName(className, true, ClassLoader.getSystemClassLoader());
    Method method = method(type, methodName, descriptor);
    method.setAccessible(true);
    try {
      method.invoke(null, (Object[]) values);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
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

  /** Sees what a lambda is replaced with when it is serialized. */
  private static final class Capture extends ObjectOutputStream {
    private @Nullable SerializedLambda lambda;

    private Capture() throws IOException {
      super(new ByteArrayOutputStream());
      enableReplaceObject(true);
    }

    static @Nullable SerializedLambda of(SerializableRunnable task) throws IOException {
      try (Capture capture = new Capture()) {
        capture.writeObject(task);
        return capture.lambda;
      }
    }

    @Override
    protected Object replaceObject(Object object) {
      if (lambda == null && object instanceof SerializedLambda first) {
        lambda = first;
      }
      return object;
    }
  }
}
