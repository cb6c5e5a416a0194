package org.phpipc.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.ooxi.phparser.SerializedPhpParser;
import com.marcospassos.phpserializer.Serializer;
import com.marcospassos.phpserializer.SerializerBuilder;
import de.ailis.pherialize.Pherialize;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.DoubleUnaryOperator;
import org.phpipc.bench.workload.Allocation;
import org.phpipc.serialize.PhpArray;
import org.phpipc.serialize.PhpSerializer;

/**
 * Reads and writes documents that PHP made: PHP, phpipc and the libraries of Maven Central, in
 * turns, so that what disturbs one disturbs all. What counts is the ratio within a round.
 *
 * <p>The libraries take and give text; turning that into bytes is not counted for them.
 *
 * <p>Arguments: path of the PHP script, directory of its documents, and optionally the number of
 * rounds and milliseconds a turn.
 */
public final class SerializeSpeed {
  private static final List<String> DOCUMENTS = List.of("job", "ints", "records", "string");
  private static final int WARM_UP_ROUNDS = 12;
  private static final String PHP = "PHP";

  /** Kept, so that no work can be left out. */
  @SuppressWarnings("UnusedVariable") // the JIT must believe that somebody reads it
  private static volatile Object sink = "";

  private SerializeSpeed() {}

  /** One side of the comparison: does its work so many times and gives the nanoseconds. */
  private interface Side {
    long run(int times) throws Exception;
  }

  private record Php(PrintStream in, BufferedReader out, String direction) implements Side {
    @Override
    public long run(int times) throws IOException {
      in.println(direction + " " + times);
      return Long.parseLong(out.readLine());
    }
  }

  private record Java(Callable<?> work) implements Side {
    @Override
    public long run(int times) throws Exception {
      long start = System.nanoTime();
      for (int i = 0; i < times; i++) {
        sink = work.call();
      }
      return System.nanoTime() - start;
    }
  }

  /** The sides of one table row, how often each does its work in a turn, and what it measured. */
  private record Row(
      String name,
      int bytes,
      Map<String, Side> sides,
      Map<String, Integer> times,
      Map<String, double[]> nanos) {
    Row(String name, int bytes) {
      this(name, bytes, new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    /** Leaves out who cannot do it. */
    void add(String side, Callable<?> work) {
      try {
        sink = work.call();
        sides.put(side, new Java(work));
      } catch (Exception e) {
        System.err.printf(Locale.ROOT, "%s cannot %s: %s%n", side, name, e);
      }
    }
  }

  /** Runs the comparison, prints a Markdown table and keeps {@code serialize.json}. */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 15;
    long turn = (args.length > 3 ? Long.parseLong(args[3]) : 60) * 1_000_000;
    List<Process> children = new ArrayList<>();
    try {
      List<Row> rows = new ArrayList<>();
      for (String document : DOCUMENTS) {
        Path file = Path.of(args[1], document + ".ser");
        Process php = new ProcessBuilder("php", args[0], "run", file.toString()).start();
        children.add(php);
        addRows(rows, document, Files.readAllBytes(file), php);
      }
      for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
        for (Row row : rows) {
          run(row, round, rounds, turn);
        }
      }
      print(rows, rounds);
      save(rows, rounds, Path.of(args[1]).resolveSibling("serialize.json"));
    } finally {
      children.forEach(Process::destroy);
    }
  }

  private static void addRows(List<Row> rows, String document, byte[] bytes, Process php) {
    PrintStream in = new PrintStream(php.getOutputStream(), true, StandardCharsets.US_ASCII);
    BufferedReader out = php.inputReader(StandardCharsets.US_ASCII);
    PhpSerializer serializer = PhpSerializer.standard();
    String text = new String(bytes, UTF_8);
    Object value = serializer.read(bytes);
    Object plain = plain(value);
    Serializer passos = new SerializerBuilder().registerBuiltinAdapters().build();

    Row read = new Row("read " + document, bytes.length);
    read.sides().put(PHP, new Php(in, out, "read"));
    read.add("phpipc", () -> serializer.read(bytes));
    read.add("copy", bytes::clone);
    read.add("ooxi", () -> new SerializedPhpParser(text).parse());
    read.add("pherialize", () -> Pherialize.unserialize(text));
    rows.add(read);

    Row write = new Row("write " + document, bytes.length);
    write.sides().put(PHP, new Php(in, out, "write"));
    write.add("phpipc", () -> serializer.write(plain));
    write.add("PhpArray", () -> serializer.write(value));
    write.add("phpserializer", () -> passos.serialize(plain));
    write.add("pherialize", () -> Pherialize.serialize(plain));
    rows.add(write);
  }

  /** The same value as the JDK has it, which is all that the libraries take. */
  private static Object plain(Object value) {
    if (!(value instanceof PhpArray array)) {
      return value;
    }
    Map<Object, Object> map = new LinkedHashMap<>();
    array.forEach((key, element) -> map.put(key, element == null ? null : plain(element)));
    return array.isList() ? new ArrayList<>(map.values()) : map;
  }

  private static void run(Row row, int round, int rounds, long turn) throws Exception {
    for (Map.Entry<String, Side> entry : row.sides().entrySet()) {
      String side = entry.getKey();
      int times = row.times().getOrDefault(side, 1);
      double nanos = Math.max(1, (double) entry.getValue().run(times) / times);
      if (round < 0) {
        row.times().put(side, (int) Math.min(100_000_000, 1 + turn / nanos));
      } else {
        row.nanos().computeIfAbsent(side, name -> new double[rounds])[round] = nanos;
      }
    }
  }

  private static void print(List<Row> rows, int rounds) throws Exception {
    System.out.printf(
        Locale.ROOT,
        "MB/s, median of %d rounds, Java %s; in brackets the median ratio of phpipc to that side,%n"
            + "and for phpipc itself its lowest and highest.%n%n",
        rounds,
        Runtime.version());
    System.out.println("| document (bytes) | phpipc | others |");
    System.out.println("|---|---|---|");
    for (Row row : rows) {
      double[] own = row.nanos().get("phpipc");
      List<String> others = new ArrayList<>();
      row.nanos().forEach((side, nanos) -> others.add(cell(row, side, nanos, own)));
      System.out.printf(
          Locale.ROOT,
          "| %s (%d) | %s | %s |%n",
          row.name(),
          row.bytes(),
          others.remove(1),
          String.join(", ", others));
    }
    System.out.printf(
        Locale.ROOT,
        "%nphpipc allocates %.0f bytes to read the job, %.0f to write it%n",
        allocated(rows.get(0)),
        allocated(rows.get(1)));
  }

  /** As {@link Bench} keeps its results; how often a turn did it is phpipc's count. */
  private static void save(List<Row> rows, int rounds, Path file) throws IOException {
    List<CaseResult> cases = new ArrayList<>();
    for (Row row : rows) {
      List<SideResult> sides = new ArrayList<>();
      row.nanos().forEach((side, nanos) -> sides.add(new SideResult(side, nanos, null)));
      int count = row.times().get("phpipc");
      cases.add(new CaseResult(row.name(), row.bytes(), row.name(), count, sides));
    }
    new Results(Environment.current(), rounds, WARM_UP_ROUNDS, cases).save(file);
  }

  private static String cell(Row row, String side, double[] nanos, double[] own) {
    DoubleUnaryOperator speed = time -> row.bytes() * 1e3 / time;
    double[] sorted = nanos.clone();
    Arrays.sort(sorted);
    double middle = speed.applyAsDouble(median(nanos));
    if (nanos == own) {
      return String.format(
          Locale.ROOT,
          "**%.0f** (%.0f to %.0f)",
          middle,
          speed.applyAsDouble(sorted[sorted.length - 1]),
          speed.applyAsDouble(sorted[0]));
    }
    double[] ratios = new double[nanos.length];
    Arrays.setAll(ratios, round -> nanos[round] / own[round]);
    return String.format(Locale.ROOT, "%s %.0f (%.2f)", side, middle, median(ratios));
  }

  private static double allocated(Row row) throws Exception {
    int times = 10_000;
    Side side = row.sides().get("phpipc");
    long before = Allocation.ofThisThread();
    side.run(times);
    return (double) (Allocation.ofThisThread() - before) / times;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
