package org.phpipc.process;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.commons.lang3.Validate;

/**
 * Java code as a child process: a new JVM with the class path, module path, {@code -D} settings and
 * module options of this one. Memory and compiler options are not handed on: {@code
 * JDK_JAVA_OPTIONS} sets them for all children. {@code -Dphpipc.child.archive=FILE} lets children
 * start from an archive of their classes, see {@link ChildArchive}.
 */
public final class JavaChild {
  private static final List<String> INHERITED_OPTIONS =
      List.of("-D", "--add-", "--enable-", "--patch-module", "--limit-modules", "--illegal-");

  /** The first line comes sooner without the file that jps and jstat read. */
  private static final List<String> QUICK_START = List.of("-XX:-UsePerfData");

  private JavaChild() {}

  /** A child that runs {@code main} of a class. */
  public static ProcessSpawner of(Class<?> main, String... arguments) {
    requireReachable(main.getName());
    List<String> command = java();
    Module module = main.getModule();
    if (module.isNamed()) {
      command.addAll(List.of("-m", module.getName() + "/" + main.getName()));
    } else {
      command.add(main.getName());
    }
    command.addAll(List.of(arguments));
    return ProcessSpawner.of(command.toArray(String[]::new));
  }

  /** Starts a child that runs the task, and ends with exit status 0, or 255 where it throws. */
  public static ChildProcess start(SerializableRunnable task) {
    return start(task, UnaryOperator.identity());
  }

  /**
   * As {@link #start(SerializableRunnable)}.
   *
   * @param how redirects descriptors and so on
   * @throws IllegalArgumentException if what the task captures is not serializable, or its class is
   *     not on the class path
   */
  public static ChildProcess start(SerializableRunnable task, UnaryOperator<ProcessSpawner> how) {
    TaskBytes bytes = TaskBytes.of(task);
    requireReachable(bytes.className());
    try (Descriptor file = Descriptor.memoryFile("phpipc task")) {
      file.write(bytes.toByteArray());
      ProcessSpawner spawner = of(ChildMain.class, Integer.toString(file.number()));
      return how.apply(spawner.inherit(file)).start();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before the child was started", e);
    }
  }

  /** A class that only this JVM has, made in memory, would be missed by a child too late. */
  private static void requireReachable(String className) {
    String resource = className.replace('.', '/') + ".class";
    Validate.isTrue(
        ClassLoader.getSystemResource(resource) != null || isInModule(className),
        "class %s is not on the class path, where a child JVM could find it (java X.java compiles"
            + " in memory: use javac first)",
        className);
  }

  private static boolean isInModule(String className) {
    try {
      return Class.forName(className, false, ClassLoader.getSystemClassLoader())
          .getModule()
          .isNamed();
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(QUICK_START);
    command.addAll(options());
    addPath(command, "--module-path", "jdk.module.path");
    if (command.contains("--module-path")) {
      command.addAll(List.of("--add-modules", "ALL-MODULE-PATH"));
    }
    addPath(command, "--class-path", "java.class.path");
    command.addAll(ChildArchive.options(command));
    return command;
  }

  private static void addPath(List<String> command, String option, String property) {
    String path = System.getProperty(property, "");
    if (!path.isEmpty()) {
      command.addAll(List.of(option, path));
    }
  }

  private static List<String> options() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> INHERITED_OPTIONS.stream().anyMatch(option::startsWith))
        .filter(option -> !option.startsWith("--module-path"))
        .toList();
  }
}
