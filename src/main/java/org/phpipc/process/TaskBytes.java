package org.phpipc.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task on its way to a child JVM.
 *
 * <pre>
 *   class name | method name | its descriptor | count | captured values
 *   text       | text        | text           | int   | that many texts, or serialized to the end
 * </pre>
 *
 * An int has four bytes, the highest first; a text is an int, the length of what follows, and
 * UTF-8.
 *
 * <p>A lambda is known by the static method that its body became. The child calls that method:
 * making the lambda anew would cost it more than the rest of its start. Where that is not possible
 * the method name is empty, and the captured value is the task itself. {@link ChildTask} reads
 * this.
 */
final class TaskBytes {
  /** In place of a count: the values have no texts. */
  static final int SERIALIZED = -1;

  private final String className;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  private TaskBytes(String className) throws IOException {
    this.className = className;
    writeText(className);
  }

  /** The class that the child must find. */
  String className() {
    return className;
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }

  static TaskBytes of(SerializableRunnable task) {
    try {
      byte[] whole = serialized(task);
      SerializedLambda lambda = Capture.of(task);
      return lambda != null && isCallable(lambda)
          ? ofMethod(lambda)
          : ofObject(lambda == null ? task.getClass().getName() : name(lambda), whole);
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
    List<String> plain = new ArrayList<>();
    for (int i = 0; i < captured.length; i++) {
      captured[i] = lambda.getCapturedArg(i);
      String text = CapturedValue.textOf(captured[i]);
      if (text != null) {
        plain.add(text);
      }
    }
    TaskBytes task = new TaskBytes(name(lambda));
    task.writeText(lambda.getImplMethodName());
    task.writeText(lambda.getImplMethodSignature());
    if (plain.size() == captured.length) {
      task.out.writeInt(plain.size());
      for (String text : plain) {
        task.writeText(text);
      }
    } else {
      task.out.writeInt(SERIALIZED);
      task.out.write(serialized(captured));
    }
    return task;
  }

  private static TaskBytes ofObject(String className, byte[] serialized) throws IOException {
    TaskBytes task = new TaskBytes(className);
    task.writeText("");
    task.writeText("");
    task.out.writeInt(SERIALIZED);
    task.out.write(serialized);
    return task;
  }

  private static String name(SerializedLambda lambda) {
    return lambda.getImplClass().replace('/', '.');
  }

  private void writeText(String text) throws IOException {
    byte[] utf8 = text.getBytes(UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  private static byte[] serialized(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
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
