package org.phpipc.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Every workload by its name, which is that of its files in C and PHP. */
final class Workloads {
  static final Map<String, Supplier<Workload>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("queue", QueueWorkload::new);
    ALL.put("semaphore", SemaphoreWorkload::new);
    ALL.put("variables", VariablesWorkload::new);
    ALL.put("lookup", LookupWorkload::new);
    ALL.put("shmop", ShmopWorkload::new);
    ALL.put("segment", SegmentWorkload::new);
  }

  private Workloads() {}

  static Workload of(String name) {
    return Objects.requireNonNull(ALL.get(name), () -> "no workload " + name + ": " + ALL.keySet())
        .get();
  }
}
