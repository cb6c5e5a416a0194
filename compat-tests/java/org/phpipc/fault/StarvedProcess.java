package org.phpipc.fault;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.phpipc.swoole.PoolServer;
import org.phpipc.swoole.Spool;
import org.phpipc.swoole.TaskWorker;
import org.phpipc.swoole.WireGeneration;
import org.phpipc.sysv.MessageQueue;

/**
 * Works on tasks or answers requests while somebody takes its free descriptors away. It ends with
 * its standard input. For each line of input it waits until the thread that needs descriptors
 * sleeps, which it does when it has met no free one, and answers with a line.
 */
final class StarvedProcess {
  private static final int WORKERS = 4;

  private StarvedProcess() {}

  /**
   * A process.
   *
   * @param args tasks, identifier of the queue, spool directory; or: pool
   */
  public static void main(String[] args) throws Exception {
    if (args[0].equals("tasks")) {
      TaskWorker worker =
          TaskWorker.on(MessageQueue.ofId(Integer.parseInt(args[1])), WireGeneration.V6_1_0)
              .spool(Spool.in(Path.of(args[2])))
              .start(task -> System.out.println("task " + task.id()));
      System.out.println("ready");
      answer("phpipc task worker 1 ");
      System.out.println(worker.failed() + " failed, " + worker.poisoned() + " poisoned");
    } else {
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      PoolServer pool = PoolServer.listen(any, WORKERS, Optional::of);
      System.out.println(((InetSocketAddress) pool.address()).getPort());
      answer("phpipc pool on ");
    }
  }

  private static void answer(String name) throws Exception {
    Thread thread = null;
    for (Thread any : Thread.getAllStackTraces().keySet()) {
      thread = any.getName().startsWith(name) ? any : thread;
    }
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (lines.readLine() != null) {
      while (thread.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      System.out.println("sleeps");
    }
  }
}
