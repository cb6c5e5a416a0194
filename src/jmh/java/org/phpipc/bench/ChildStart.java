package org.phpipc.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.phpipc.process.ChildProcess;
import org.phpipc.process.Descriptor;
import org.phpipc.process.Descriptor.Pipe;
import org.phpipc.process.JavaChild;
import org.phpipc.process.ProcessSpawner;

/**
 * How long it takes a child JVM to write its first line: a bare hello-world against a method
 * reference and a lambda with a captured value that {@link JavaChild} starts. In turns, in one run.
 */
public final class ChildStart {
  private interface Start {
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

  /**
   * Measures.
   *
   * @param args rounds
   */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 40;
    String java = System.getProperty("java.home") + "/bin/java";
    String classPath = System.getProperty("java.class.path");
    String text = "hello";
    List<String> names = List.of("bare JVM", "method reference", "lambda with a capture");
    List<Start> sides =
        List.of(
            out ->
                ProcessSpawner.of(java, "-cp", classPath, Hello.class.getName())
                    .redirect(1, out)
                    .start(),
            out -> JavaChild.start(ChildStart::hello, how -> how.redirect(1, out)),
            out -> JavaChild.start(() -> System.out.println(text), how -> how.redirect(1, out)));
    List<List<Double>> times = new ArrayList<>();
    sides.forEach(side -> times.add(new ArrayList<>()));
    for (int round = -3; round < rounds; round++) {
      for (int side = 0; side < sides.size(); side++) {
        double millis = firstLine(sides.get(side));
        if (round >= 0) {
          times.get(side).add(millis);
        }
      }
    }
    double bare = median(times.get(0));
    for (int side = 0; side < sides.size(); side++) {
      double median = median(times.get(side));
      System.out.printf("%-22s %6.1f ms  %.2f%n", names.get(side), median, median / bare);
    }
  }

  private static double firstLine(Start side) throws Exception {
    try (Pipe pipe = Descriptor.pipe()) {
      long start = System.nanoTime();
      ChildProcess child = side.to(pipe.writer());
      pipe.reader().read(new byte[100], 0, 100);
      double millis = (System.nanoTime() - start) / 1e6;
      child.await();
      return millis;
    }
  }

  private static double median(List<Double> times) {
    double[] sorted = times.stream().mapToDouble(time -> time).sorted().toArray();
    return sorted.length % 2 == 1
        ? sorted[sorted.length / 2]
        : Arrays.stream(sorted).skip(sorted.length / 2 - 1).limit(2).average().orElseThrow();
  }
}
