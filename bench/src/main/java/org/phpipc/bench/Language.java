package org.phpipc.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.phpipc.bench.workload.JavaSide;
import org.phpipc.bench.workload.Workloads;

/**
 * A way to write the programs of a case.
 *
 * @param name the side's heading in the results
 * @param has whether there is such a program
 * @param command how a program is started, before its key and argument
 */
record Language(String name, Predicate<String> has, Function<String, List<String>> command) {
  static final String C = "C";
  static final String PHP = "PHP";
  static final String FOREIGN = "phpipc foreign";
  static final String JNA = "phpipc JNA";
  static final String JNA_INTERFACE = "JNA interface";
  static final String JNR_FFI = "jnr-ffi";

  /** The sides whose ratios to C are drawn. */
  static final List<String> DRAWN = List.of(C, PHP, FOREIGN, JNA);

  /** Compiled programs in this folder. */
  static Language c(Path folder) {
    return new Language(
        C,
        program -> Files.exists(folder.resolve(program)),
        program -> List.of(folder.resolve(program).toString()));
  }

  /** Scripts in this folder, with the opcode cache that a server has. */
  static Language php(Path folder) {
    Function<String, Path> script = program -> folder.resolve(program + ".php");
    return new Language(
        PHP,
        program -> Files.exists(script.apply(program)),
        program -> List.of("php", "-d", "opcache.enable_cli=1", script.apply(program).toString()));
  }

  /** phpipc with every binding that this JVM has. */
  static List<Language> phpipc() {
    List<Language> bindings = new ArrayList<>();
    if (Runtime.version().feature() >= 22) {
      bindings.add(java(FOREIGN, "", "-Dphpipc.binding=foreign"));
    }
    bindings.add(java(JNA, "", "-Dphpipc.binding=jna"));
    return bindings;
  }

  /** Other ways from Java to C. */
  static List<Language> peers() {
    return List.of(java(JNA_INTERFACE, "-jna"), java(JNR_FFI, "-jnr"));
  }

  /** A JVM like this one for the {@link Workloads} whose names end so. */
  private static Language java(String name, String suffix, String... options) {
    return new Language(
        name,
        program -> Workloads.has(program + suffix),
        program -> {
          String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
          List<String> command = new ArrayList<>(List.of(java));
          command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
          command.addAll(List.of(options));
          command.addAll(List.of("-cp", System.getProperty("java.class.path")));
          command.addAll(List.of(JavaSide.class.getName(), program + suffix));
          return command;
        });
  }

  boolean hasAll(List<String> programs) {
    return programs.stream().allMatch(has);
  }
}
