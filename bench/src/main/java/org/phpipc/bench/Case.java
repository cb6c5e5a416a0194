package org.phpipc.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * One line of the results.
 *
 * @param workload what it is called at the prompt
 * @param argument a size or a count, 0 if it has none
 * @param title what is done, for people
 * @param programs which workloads work together, each in a process of its own; the first makes the
 *     kernel object
 * @param mixed whether phpipc meets PHP as well: the first program in Java, the others in PHP
 */
record Case(String workload, int argument, String title, List<String> programs, boolean mixed) {
  private static final int[] MESSAGE_BYTES = {16, 64, 1024, 4096, 8000};
  private static final int[] SEGMENT_BYTES = {4 << 10, 64 << 10, 1 << 20};
  private static final int[] VARIABLES = {1, 100, 10_000};
  private static final int[] PRODUCERS = {1, 2, 4};

  static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    addAlone(cases, "queue", "send + receive of %,d bytes, raw", MESSAGE_BYTES);
    addAlone(
        cases, "buffer", "send + receive of %,d bytes, raw, in one MessageBuffer", MESSAGE_BYTES);
    addAlone(cases, "message", "msg_send + msg_receive of a string of %,d bytes", MESSAGE_BYTES);
    addAlone(cases, "job", "msg_send + msg_receive of a job of 200 bytes", 0);
    cases.add(new Case("pingpong", 0, "ask + answer of 64 bytes", List.of("ping", "pong"), true));
    for (int producers : PRODUCERS) {
      List<String> programs = new ArrayList<>(Collections.nCopies(producers, "produce"));
      programs.addAll(Collections.nCopies(producers, "consume"));
      String title = "a message of 64 bytes; producers, and as many consumers: %d";
      cases.add(
          new Case(
              "throughput",
              producers,
              String.format(Locale.ROOT, title, producers),
              programs,
              false));
    }
    addAlone(cases, "semaphore", "sem_acquire + sem_release, uncontended", 0);
    List<String> rivals = List.of("semaphore", "semaphore");
    String fight = "sem_acquire + sem_release against another process";
    cases.add(new Case("contended", 0, fight, rivals, false));
    addAlone(cases, "variables", "shm_put_var + shm_get_var of a job of 200 bytes", 0);
    addAlone(cases, "lookup", "shm_get_var, variables in the segment: %,d", VARIABLES);
    addAlone(cases, "store", "shm_put_var, variables in the segment: %,d", VARIABLES);
    addAlone(cases, "shmop", "shmop_read of %,d bytes", SEGMENT_BYTES);
    addAlone(cases, "segment", "SharedSegment.read of %,d bytes into one array", SEGMENT_BYTES);
    return cases;
  }

  private static void addAlone(List<Case> cases, String workload, String title, int... arguments) {
    for (int argument : arguments) {
      cases.add(
          new Case(
              workload,
              argument,
              String.format(Locale.ROOT, title, argument),
              List.of(workload),
              false));
    }
  }

  /** Its name at the prompt: the workload, with the argument where it has one. */
  String name() {
    return name(workload, argument);
  }

  static String name(String workload, int argument) {
    return argument == 0 ? workload : workload + ":" + argument;
  }

  boolean isCalled(String word) {
    return word.equals(workload) || word.equals(name());
  }
}
