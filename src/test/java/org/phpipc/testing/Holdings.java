package org.phpipc.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What this process holds of the kernel and of native memory.
 *
 * <p>Native memory is counted exactly, block by block: JNA has a table of every {@link Memory} that
 * it has not freed, and the JVM counts with its direct buffers every segment of an {@code
 * Arena.ofAuto()}.
 */
final class Holdings {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The machine and the JVM live on meanwhile, also in the tables of the kernel. */
  private static final int NOISE = 200;

  private static final Map<?, ?> JNA_BLOCKS = jnaBlocks();

  /** Descriptors of this process, queues, segments, sets, mappings of this process. */
  private final List<Long> ofKernel = new ArrayList<>();

  /** Blocks of JNA, blocks of the JVM and their bytes. */
  private final List<Long> ofMemory;

  private Holdings() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      ofKernel.add(descriptors.count());
    }
    for (String table : List.of("sysvipc/msg", "sysvipc/shm", "sysvipc/sem", "self/maps")) {
      ofKernel.add((long) Files.readAllLines(Path.of("/proc", table)).size());
    }
    ofMemory = nativeMemory();
  }

  /** What is held now, without what is garbage by now, and without what JNA holds of that. */
  static Holdings now() throws IOException {
    awaitCollection();
    Memory.purge();
    awaitCollection();
    return new Holdings();
  }

  /** Fails where more is held now; what the garbage collector gives back is waited for. */
  void areNotExceeded() throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (isMoreThan(ofMemory, nativeMemory()) && System.nanoTime() < end) {
      System.gc();
    }
    assertThat(nativeMemory())
        .as("blocks of JNA, blocks and bytes of direct buffers")
        .zipSatisfy(ofMemory, (now, then) -> assertThat(now).isLessThanOrEqualTo(then));
    assertThat(new Holdings().ofKernel)
        .as("descriptors, queues, segments, semaphore sets, mappings")
        .zipSatisfy(ofKernel, (now, then) -> assertThat(now).isLessThan(then + NOISE));
  }

  private static boolean isMoreThan(List<Long> then, List<Long> now) {
    for (int i = 0; i < then.size(); i++) {
      if (now.get(i) > then.get(i)) {
        return true;
      }
    }
    return false;
  }

  /** Returns when blocks have been freed that were garbage before the call. */
  private static void awaitCollection() {
    long sentinel = Pointer.nativeValue(new Memory(1));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (JNA_BLOCKS.containsKey(sentinel)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("JNA does not free what is garbage");
      }
      System.gc();
    }
  }

  private static List<Long> nativeMemory() {
    BufferPoolMXBean direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .findFirst()
            .orElseThrow();
    return List.of((long) JNA_BLOCKS.size(), direct.getCount(), direct.getMemoryUsed());
  }

  private static Map<?, ?> jnaBlocks() {
    try {
      Field blocks = Memory.class.getDeclaredField("allocatedMemory");
      blocks.setAccessible(true);
      return (Map<?, ?>) blocks.get(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this release of JNA does not say what it has allocated", e);
    }
  }
}
