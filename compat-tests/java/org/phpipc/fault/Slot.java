package org.phpipc.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** One place for a process: when its process is killed, another one takes it. */
final class Slot {
  private final IntFunction<Worker> start;
  private final List<Worker> workers = new ArrayList<>();

  /**
   * A place with its first process.
   *
   * @param start starts a process, given how many the place has had
   */
  Slot(IntFunction<Worker> start) {
    this.start = start;
    startNext();
  }

  void startNext() {
    workers.add(start.apply(workers.size()));
  }

  Worker present() {
    return workers.get(workers.size() - 1);
  }

  /** All that it has had, in their order. */
  List<Worker> workers() {
    return workers;
  }

  int kills() {
    return workers.size() - 1;
  }
}
