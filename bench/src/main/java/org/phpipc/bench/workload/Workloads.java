package org.phpipc.bench.workload;

import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;

/** Every workload by its name, which is that of its files in C and PHP; made with its argument. */
public final class Workloads {
  private static final Map<String, IntFunction<Workload>> ALL =
      Map.ofEntries(
          Map.entry("queue", QueueWorkload::new),
          Map.entry("buffer", BufferWorkload::new),
          Map.entry("queue-jna", JnaQueueWorkload::new),
          Map.entry("queue-jnr", JnrQueueWorkload::new),
          Map.entry("message", bytes -> new MessageWorkload("x".repeat(bytes))),
          Map.entry("job", none -> new MessageWorkload(Job.value())),
          Map.entry("ping", none -> new PingWorkload()),
          Map.entry("pong", none -> new PongWorkload()),
          Map.entry("produce", ProduceWorkload::new),
          Map.entry("consume", ConsumeWorkload::new),
          Map.entry("semaphore", none -> new SemaphoreWorkload()),
          Map.entry("variables", none -> new VariablesWorkload()),
          Map.entry("lookup", LookupWorkload::new),
          Map.entry("store", StoreWorkload::new),
          Map.entry("shmop", ShmopWorkload::new),
          Map.entry("segment", SegmentWorkload::new));

  private Workloads() {}

  public static boolean has(String name) {
    return ALL.containsKey(name);
  }

  public static Workload of(String name, int argument) {
    return Objects.requireNonNull(ALL.get(name), () -> "no workload " + name + ": " + ALL.keySet())
        .apply(argument);
  }
}
