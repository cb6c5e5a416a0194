package org.phpipc.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import org.phpipc.serialize.PhpArray;
import org.phpipc.swoole.ServerLayout;
import org.phpipc.swoole.TaskQueue;
import org.phpipc.swoole.TaskWorker;
import org.phpipc.swoole.WireGeneration;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;

/**
 * phpipc's side: a {@link TaskQueue} that dispatches, or a {@link TaskWorker} with one thread that
 * drains. Reads a count per line, answers the nanoseconds.
 *
 * <p>Arguments: {@code dispatch} or {@code drain}, id of the queue.
 */
public final class TaskSide {
  static final WireGeneration GENERATION = WireGeneration.V6_1_0;
  private static final int BATCH = 50;

  /** Of all rounds: a feeder may be faster than the count. */
  private long expected;

  private long handled;
  private long start;
  private final LinkedBlockingQueue<Long> results = new LinkedBlockingQueue<>();

  private TaskSide() {}

  /** What every side sends: 200 bytes serialized. */
  static PhpArray job() {
    PhpArray job = new PhpArray();
    job.put("id", 123456);
    job.put("name", "resize");
    job.put("file", "f".repeat(51));
    job.put("tags", PhpArray.ofValues("mail", "urgent"));
    job.put("ratio", 1.5);
    job.put("done", false);
    return job;
  }

  /** Answers until the input ends. */
  public static void main(String[] args) throws IOException, InterruptedException {
    MessageQueue queue = MessageQueue.ofId(Integer.parseInt(args[1]));
    BufferedReader counts =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    if (args[0].equals("dispatch")) {
      TaskQueue tasks = TaskQueue.on(queue, GENERATION, ServerLayout.worker(0)).build();
      for (String line = counts.readLine(); line != null; line = counts.readLine()) {
        System.out.println(dispatch(queue, tasks, Integer.parseInt(line)));
      }
    } else {
      new TaskSide().drain(queue, counts);
    }
  }

  private static long dispatch(MessageQueue queue, TaskQueue tasks, int count) {
    PhpArray job = job();
    long nanos = 0;
    for (int done = 0; done < count; done += BATCH) {
      long start = System.nanoTime();
      for (int i = 0; i < BATCH; i++) {
        tasks.tryDispatch(job).orElseThrow();
      }
      nanos += System.nanoTime() - start;
      for (int i = 0; i < BATCH; i++) {
        Message unused = queue.tryReceive().orElseThrow();
      }
    }
    return nanos;
  }

  private void drain(MessageQueue queue, BufferedReader counts)
      throws IOException, InterruptedException {
    try (TaskWorker worker = TaskWorker.on(queue, GENERATION).start(task -> count())) {
      for (String line = counts.readLine(); line != null; line = counts.readLine()) {
        expect(Integer.parseInt(line));
        System.out.println(results.take());
      }
      if (worker.failed() + worker.poisoned() > 0) {
        throw new AssertionError("tasks were lost");
      }
    }
  }

  private synchronized void expect(int count) {
    expected += count;
    endRound();
  }

  private synchronized void count() {
    start = start == 0 ? System.nanoTime() : start;
    handled++;
    endRound();
  }

  private void endRound() {
    if (handled == expected) {
      results.add(System.nanoTime() - start);
      start = 0;
    }
  }
}
