package org.phpipc.libc;

import java.lang.reflect.InvocationTargetException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.phpipc.libc.abi.Cpu;
import org.phpipc.libc.jna.JnaFileLibc;
import org.phpipc.libc.jna.JnaProcessLibc;
import org.phpipc.libc.jna.JnaStart;

/**
 * Chooses the binding of this process, once: the system property {@value #PROPERTY}, or else
 * java.lang.foreign where Java has it (22 and later), or else JNA.
 *
 * <p>The property is about {@link IpcLibc}, the System V calls. Files and processes are always
 * those of the kernel, by JNA.
 *
 * <p>A binding is a class of a package below this one that a build may or may not contain, so that
 * the jar can leave out what a JDK cannot run.
 */
public final class LibcLoader {
  /** The system property that names a binding: {@code jna}, {@code foreign} or {@code memory}. */
  public static final String PROPERTY = "phpipc.binding";

  private enum Binding {
    JNA("jna.JnaIpcLibc"),
    FOREIGN("foreign.ForeignIpcLibc"),
    MEMORY("memory.MemoryIpcLibc");

    private final String className;

    Binding(String nameBelow) {
      this.className = LibcLoader.class.getPackageName() + "." + nameBelow;
    }

    String propertyValue() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String SYSTEM = System.getProperty("os.name") + " on " + Cpu.NAME;

  /** Whether phpipc knows the numbers and structs of this kernel. */
  private static final boolean LINUX_64 =
      (SYSTEM.equals("Linux on amd64") || SYSTEM.equals("Linux on aarch64"))
          && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private static volatile @Nullable IpcLibc loaded;

  private LibcLoader() {}

  static IpcLibc loaded() {
    IpcLibc libc = loaded;
    return libc == null ? loadOnce() : libc;
  }

  private static synchronized IpcLibc loadOnce() {
    IpcLibc libc = loaded;
    if (libc == null) {
      libc = load(System.getProperty(PROPERTY, preferred().propertyValue()));
      loaded = libc;
    }
    return libc;
  }

  static IpcLibc kernel() {
    return bindingName().equals(Binding.MEMORY.propertyValue()) ? Kernel.BINDING : loaded();
  }

  static FileLibc files() {
    requireJna();
    return Files.BINDING;
  }

  static ProcessLibc processes() {
    requireJna();
    return Processes.BINDING;
  }

  /** Before a class is initialized, which says only once why it cannot be. */
  private static void requireJna() {
    requireLinux64();
    JnaStart.require();
  }

  private static final class Kernel {
    private static final IpcLibc BINDING = load(preferred().propertyValue());
  }

  private static final class Files {
    private static final FileLibc BINDING = new JnaFileLibc();
  }

  private static final class Processes {
    private static final ProcessLibc BINDING = new JnaProcessLibc();
  }

  /** What {@value #PROPERTY} calls the binding of this process. */
  public static String bindingName() {
    String className = loaded().getClass().getName();
    return Arrays.stream(Binding.values())
        .filter(binding -> binding.className.equals(className))
        .map(Binding::propertyValue)
        .findFirst()
        .orElseThrow();
  }

  static IpcLibc load(String name) {
    Binding binding = named(name);
    if (binding != Binding.MEMORY) {
      requireLinux64();
    }
    if (binding == Binding.JNA) {
      JnaStart.require();
    }
    try {
      return Class.forName(binding.className)
          .asSubclass(IpcLibc.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ClassNotFoundException e) {
      throw new UnsupportedOperationException(
          "-D"
              + PROPERTY
              + "="
              + name
              + ": this build of phpipc has no such binding on Java "
              + Runtime.version().feature(),
          e);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("the " + name + " binding does not start", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the " + name + " binding cannot be made", e);
    }
  }

  /** The class files of the foreign binding are visible to Java 22 and later only. */
  private static Binding preferred() {
    try {
      Class.forName(Binding.FOREIGN.className, false, LibcLoader.class.getClassLoader());
      return Binding.FOREIGN;
    } catch (ClassNotFoundException e) {
      return Binding.JNA;
    }
  }

  private static Binding named(String name) {
    return Arrays.stream(Binding.values())
        .filter(binding -> binding.propertyValue().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "-D"
                        + PROPERTY
                        + "="
                        + name
                        + ": must be one of "
                        + Arrays.stream(Binding.values())
                            .map(Binding::propertyValue)
                            .collect(Collectors.joining(", "))));
  }

  /** The layouts of this package are those of 64-bit little-endian Linux. */
  private static void requireLinux64() {
    if (!LINUX_64) {
      throw new UnsupportedOperationException(
          "phpipc reaches the kernel on Linux on amd64 and aarch64, not "
              + SYSTEM
              + "; -D"
              + PROPERTY
              + "=memory emulates it inside one JVM");
    }
  }
}
