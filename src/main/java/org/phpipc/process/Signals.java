package org.phpipc.process;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import org.apache.commons.lang3.Validate;
import org.phpipc.wait.WakeUpSignal;

/**
 * What this process does when a signal comes.
 *
 * <p>The JVM owns the handlers: this goes through {@code sun.misc.Signal} (module {@code
 * jdk.unsupported}). The JVM keeps SIGQUIT, SIGILL, SIGFPE and SIGSEGV for itself, and SIGHUP,
 * SIGINT and SIGTERM as well when started with {@code -Xrs}; the kernel keeps SIGKILL and SIGSTOP;
 * real-time signals have no name in Java. All these are refused, and by name the one that wakes the
 * threads of this library. It is called by reflection: javac warns of the class, and nothing
 * silences it.
 *
 * <p>A handler runs in a thread that the JVM makes for each signal. No signal is lost, but two that
 * come at once may be handled in any order.
 */
public final class Signals {
  private static final Class<?> SIGNAL = type("sun.misc.Signal");
  private static final Class<?> HANDLER = type("sun.misc.SignalHandler");

  private Signals() {}

  /** Lets the handler run, in a thread of its own, for each such signal. */
  public static void handle(Signal signal, Consumer<Signal> handler) {
    Object proxy =
        Proxy.newProxyInstance(
            HANDLER.getClassLoader(),
            new Class<?>[] {HANDLER},
            (self, method, arguments) -> {
              if (method.getName().equals("handle")) {
                handler.accept(signal);
                return null;
              }
              return ofObject(self, method.getName(), arguments);
            });
    install(signal, proxy);
  }

  private static Object ofObject(Object self, String method, Object[] arguments) {
    return switch (method) {
      case "equals" -> self == arguments[0];
      case "hashCode" -> System.identityHashCode(self);
      default -> "handler of a signal";
    };
  }

  /** Ignores the signal. */
  public static void ignore(Signal signal) {
    install(signal, constant("SIG_IGN"));
  }

  /** Does what the kernel does by default: mostly, it ends the process without shutdown hooks. */
  public static void reset(Signal signal) {
    install(signal, constant("SIG_DFL"));
  }

  private static void install(Signal signal, Object handler) {
    Validate.isTrue(
        signal.number() != WakeUpSignal.number(),
        "%s wakes threads that wait in the kernel: -D%s chooses another signal for that",
        signal,
        WakeUpSignal.PROPERTY);
    try {
      Object named = SIGNAL.getConstructor(String.class).newInstance(signal.name());
      SIGNAL.getMethod("handle", SIGNAL, HANDLER).invoke(null, named, handler);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          signal + " cannot be handled in Java: the JVM or the kernel keeps it for itself",
          e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object constant(String name) {
    try {
      return HANDLER.getField(name).get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("signals need the module jdk.unsupported", e);
    }
  }
}
