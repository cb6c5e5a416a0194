package org.phpipc.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.phpipc.sysv.MessageQueue;

/**
 * phpipc's side: {@link MessageQueue} on one thread. Reads a count per line; answers the
 * nanoseconds and the bytes that were allocated.
 *
 * <p>Arguments: id of the queue, bytes of a payload.
 */
public final class QueuePairSide {
  private QueuePairSide() {}

  /** Answers until the input ends. */
  public static void main(String[] args) throws IOException, InterruptedException {
    MessageQueue queue = MessageQueue.ofId(Integer.parseInt(args[0]));
    byte[] payload = new byte[Integer.parseInt(args[1])];
    Arrays.fill(payload, (byte) 'x');
    BufferedReader counts =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = counts.readLine(); line != null; line = counts.readLine()) {
      long allocated = Allocation.ofThisThread();
      long nanos = nanos(queue, payload, Integer.parseInt(line));
      System.out.println(nanos + " " + (Allocation.ofThisThread() - allocated));
    }
  }

  private static long nanos(MessageQueue queue, byte[] payload, int pairs)
      throws InterruptedException {
    long start = System.nanoTime();
    long sum = 0;
    for (int i = 0; i < pairs; i++) {
      queue.send(1, payload);
      sum += queue.receive().payload().length;
    }
    long nanos = System.nanoTime() - start;
    if (sum != (long) pairs * payload.length) {
      throw new AssertionError("bytes were lost: " + sum);
    }
    return nanos;
  }
}
