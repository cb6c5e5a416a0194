package org.phpipc.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.phpipc.process.ChildProcess;
import org.phpipc.process.Children;
import org.phpipc.process.Descriptor;
import org.phpipc.process.Descriptor.Pipe;
import org.phpipc.process.JavaChild;
import org.phpipc.process.ProcessSpawner;
import org.phpipc.process.ResourceUsage;

/**
 * How long it takes a child JVM to write its first line: a bare hello-world against a method
 * reference and a lambda with a captured value that {@link JavaChild} starts, without and with an
 * archive of classes. In turns, in one run.
 *
 * <p>Arguments: the file that keeps the results as JSON, and optionally the number of rounds.
 */
public final class ChildStart {
  private static final int WARM_UP_ROUNDS = 3;

  private interface Start {
    /** Milliseconds to the first line, and of CPU to the child's end. */
    record Cost(double line, double cpu) {}

    ChildProcess to(Descriptor out);
  }

  private ChildStart() {}

  /** What a bare JVM runs. */
  public static final class Hello {
    private Hello() {}

    public static void main(String[] args) {
      System.out.println("hello");
    }
  }

  static void hello() {
    System.out.println("hello");
  }

  /** Measures. */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 40;
    String java = System.getProperty("java.home") + "/bin/java";
    String classPath = System.getProperty("java.class.path");
    String text = "hello";
    List<String> names =
        List.of(
            "bare JVM",
            "method reference",
            "lambda with a capture",
            "method reference, archive",
            "lambda with a capture, archive");
    Path archive = Files.createTempDirectory("phpipc-bench-").resolve("classes");
    List<Start> sides =
        List.of(
            out ->
                ProcessSpawner.of(java, "-cp", classPath, Hello.class.getName())
                    .redirect(1, out)
                    .start(),
            out -> JavaChild.start(ChildStart::hello, how -> how.redirect(1, out)),
            out -> JavaChild.start(() -> System.out.println(text), how -> how.redirect(1, out)),
            out ->
                archived(
                    archive, () -> JavaChild.start(ChildStart::hello, how -> how.redirect(1, out))),
            out ->
                archived(
                    archive,
                    () ->
                        JavaChild.start(
                            () -> System.out.println(text), how -> how.redirect(1, out))));
    List<List<Start.Cost>> costs = new ArrayList<>();
    sides.forEach(side -> costs.add(new ArrayList<>()));
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
      for (int side = 0; side < sides.size(); side++) {
        Start.Cost cost = measure(sides.get(side));
        if (round >= 0) {
          costs.get(side).add(cost);
        }
      }
    }
    System.out.println("                               first line     CPU to the end");
    for (int side = 0; side < sides.size(); side++) {
      double line = median(costs.get(side), Start.Cost::line);
      double cpu = median(costs.get(side), Start.Cost::cpu);
      System.out.printf(
          Locale.ROOT,
          "%-30s %6.1f ms %.2f %6.1f ms %.2f%n",
          names.get(side),
          line,
          line / median(costs.get(0), Start.Cost::line),
          cpu,
          cpu / median(costs.get(0), Start.Cost::cpu));
    }
    save(names, costs, Path.of(args[0]));
    Files.delete(archive);
    Files.delete(archive.getParent());
  }

  private static void save(List<String> names, List<List<Start.Cost>> costs, Path file)
      throws IOException {
    List<CaseResult> cases = new ArrayList<>();
    cases.add(result("spawn", "a child JVM's first line", names, costs, Start.Cost::line));
    cases.add(result("spawn-cpu", "CPU time to its end", names, costs, Start.Cost::cpu));
    int rounds = costs.get(0).size();
    new Results(Environment.current(), rounds, WARM_UP_ROUNDS, cases).save(file);
  }

  private static CaseResult result(
      String name,
      String title,
      List<String> names,
      List<List<Start.Cost>> costs,
      ToDoubleFunction<Start.Cost> millis) {
    List<SideResult> sides = new ArrayList<>();
    for (int side = 0; side < names.size(); side++) {
      double[] nanos =
          costs.get(side).stream().mapToDouble(cost -> 1e6 * millis.applyAsDouble(cost)).toArray();
      sides.add(new SideResult(names.get(side), nanos, null));
    }
    return new CaseResult(name, 0, title, 1, sides);
  }

  private static ChildProcess archived(Path archive, Supplier<ChildProcess> start) {
    System.setProperty("phpipc.child.archive", archive.toString());
    try {
      return start.get();
    } finally {
      System.clearProperty("phpipc.child.archive");
    }
  }

  private static Start.Cost measure(Start side) throws Exception {
    try (Pipe pipe = Descriptor.pipe()) {
      long start = System.nanoTime();
      ChildProcess child = side.to(pipe.writer());
      pipe.reader().read(new byte[100], 0, 100);
      double line = (System.nanoTime() - start) / 1e6;
      ResourceUsage usage = Children.await(child.pid(), 0).usage();
      long seconds = usage.userSeconds() + usage.systemSeconds();
      return new Start.Cost(
          line, seconds * 1e3 + (usage.userMicros() + usage.systemMicros()) / 1e3);
    }
  }

  private static double median(List<Start.Cost> costs, ToDoubleFunction<Start.Cost> what) {
    double[] sorted = costs.stream().mapToDouble(what).sorted().toArray();
    return sorted.length % 2 == 1
        ? sorted[sorted.length / 2]
        : Arrays.stream(sorted).skip(sorted.length / 2 - 1).limit(2).average().orElseThrow();
  }
}
