package org.phpipc.bench;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.phpipc.reliable.ReliableConsumer;
import org.phpipc.reliable.ReliableConsumer.Durability;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;

/**
 * What it costs to lose nothing: sending a message and taking it by {@code receive}, by {@link
 * ReliableConsumer} in either durability, and by a {@code receive} that then asks the disk to keep
 * the bytes. On one thread, in turns, in one run.
 */
public final class ReliableCost {
  private static final int[] SIZES = {64, 1024, 8192};
  private static final int MESSAGES = 100;
  private static final int WARM_UP = 5;

  private ReliableCost() {}

  /** Handles one message. */
  private interface Side {
    void handle() throws Exception;
  }

  /**
   * Measures.
   *
   * @param args the folder whose disk it is about; rounds
   */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory(Path.of(args[0]), "phpipc-bench-");
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 31;
    MessageQueue queue = MessageQueue.create(IpcKey.PRIVATE);
    Runtime.getRuntime().addShutdownHook(new Thread(queue::remove));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    System.out.println("| bytes | side | µs a message, median (lowest to highest) | to receive |");
    System.out.println("|---|---|---|---|");
    for (int size : SIZES) {
      measure(queue, folder.resolve("" + size), size, rounds);
    }
  }

  private static void measure(MessageQueue queue, Path folder, int size, int rounds)
      throws Exception {
    byte[] payload = new byte[size];
    try (ReliableConsumer forced = consumer(queue, folder, Durability.POWER_LOSS);
        ReliableConsumer consumer = consumer(queue, folder, Durability.PROCESS_END);
        FileChannel disk = FileChannel.open(folder.resolve("disk"), CREATE_NEW, WRITE)) {
      Map<String, Side> sides = new LinkedHashMap<>();
      sides.put("`receive`", () -> queue.receive());
      sides.put("`PROCESS_END`", () -> consumer.handleNext(message -> {}));
      sides.put("`POWER_LOSS`", () -> forced.handleNext(message -> {}));
      sides.put("the disk alone", () -> keep(disk, queue.receive().payload()));
      Map<String, double[]> times = new LinkedHashMap<>();
      sides.keySet().forEach(name -> times.put(name, new double[rounds]));
      for (int round = -WARM_UP; round < rounds; round++) {
        for (Map.Entry<String, Side> side : sides.entrySet()) {
          double micros = micros(queue, payload, side.getValue());
          if (round >= 0) {
            times.get(side.getKey())[round] = micros;
          }
        }
      }
      double base = Spread.of(times.get("`receive`")).median();
      times.forEach((name, all) -> print(size, name, Spread.of(all), base));
    }
  }

  private static ReliableConsumer consumer(MessageQueue queue, Path folder, Durability durability)
      throws IOException {
    return ReliableConsumer.on(queue, folder.resolve(durability.name()))
        .tries(1)
        .durability(durability)
        .open();
  }

  private static void keep(FileChannel disk, byte[] payload) throws IOException {
    disk.write(ByteBuffer.wrap(payload), 0);
    disk.force(false);
  }

  private static double micros(MessageQueue queue, byte[] payload, Side side) throws Exception {
    long start = System.nanoTime();
    for (int i = 0; i < MESSAGES; i++) {
      queue.send(1, payload);
      side.handle();
    }
    return (System.nanoTime() - start) / 1e3 / MESSAGES;
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void print(int size, String name, Spread spread, double base) {
    System.out.printf(
        Locale.ROOT,
        "| %d | %s | %.1f (%.1f to %.1f) | %.1f |%n",
        size,
        name,
        spread.median(),
        spread.lowest(),
        spread.highest(),
        spread.median() / base);
  }
}
