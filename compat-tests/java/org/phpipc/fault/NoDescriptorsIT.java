package org.phpipc.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.swoole.ServerLayout;
import org.phpipc.swoole.Spool;
import org.phpipc.swoole.TaskQueue;
import org.phpipc.swoole.WireGeneration;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.testing.KernelObjects;

/** A process that has no free descriptor loses nothing that comes meanwhile. */
class NoDescriptorsIT {
  private static final int ENOUGH = 1024;

  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  @TempDir private Path spool;
  private Process process;
  private BufferedReader lines;

  /** Starts it, and gives its first line. */
  private String start(String... arguments) throws IOException {
    List<String> command = Worker.java(StarvedProcess.class);
    int classPath = command.indexOf("-cp") + 1;
    String jar = System.getProperty("phpipc.jar"); // Stays open, other than a folder of classes.
    command.set(classPath, jar + ":" + command.get(classPath));
    command.addAll(List.of(arguments));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    lines = process.inputReader(UTF_8);
    return lines.readLine();
  }

  @AfterEach
  void end() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void taskWorkerHandlesAllTasksWhenDescriptorsAreFreeAgain() throws Exception {
    MessageQueue queue = kernel.queue();
    assertThat(start("tasks", "" + queue.id(), spool.toString())).isEqualTo("ready");
    leave(0);
    TaskQueue tasks =
        TaskQueue.on(queue, WireGeneration.V6_1_0, ServerLayout.worker(0))
            .spool(Spool.in(spool))
            .build();
    tasks.dispatch(new byte[9000]);
    tasks.dispatch(new byte[9000]);
    awaitItsSleep();
    limit(ENOUGH);
    assertThat(List.of(lines.readLine(), lines.readLine())).containsExactly("task 0", "task 1");
    process.getOutputStream().close();
    assertThat(lines.readLine()).isEqualTo("0 failed, 0 poisoned");
  }

  /** A connection takes one descriptor, and what waits on the connection takes two more. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void poolServerAnswersAllRequestsWhenDescriptorsAreFreeAgain(int free) throws Exception {
    int port = Integer.parseInt(start("pool"));
    leave(free);
    List<Socket> connections = new ArrayList<>();
    try {
      for (int number = 0; number <= free; number++) {
        connections.add(new Socket(InetAddress.getLoopbackAddress(), port));
      }
      awaitItsSleep();
      limit(ENOUGH);
      for (Socket connection : connections) {
        byte[] frame = {0, 0, 0, 1, 'x'};
        connection.getOutputStream().write(frame);
        assertThat(connection.getInputStream().readAllBytes()).isEqualTo(frame);
      }
    } finally {
      for (Socket connection : connections) {
        connection.close();
      }
    }
  }

  private void awaitItsSleep() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    assertThat(lines.readLine()).isEqualTo("sleeps");
  }

  /** Leaves the process so many descriptors. */
  private void leave(int free) throws Exception {
    int limit = 0;
    for (int left = free; left > 0 || isOpen(limit); limit++) {
      left -= isOpen(limit) ? 0 : 1;
    }
    limit(limit);
  }

  private boolean isOpen(int descriptor) {
    Path link = Path.of("/proc", "" + process.pid(), "fd", "" + descriptor);
    return Files.exists(link, LinkOption.NOFOLLOW_LINKS);
  }

  private void limit(int descriptors) throws Exception {
    List<String> prlimit =
        List.of("prlimit", "--pid", "" + process.pid(), "--nofile=" + descriptors + ":");
    try {
      assertThat(new ProcessBuilder(prlimit).inheritIO().start().waitFor()).isZero();
    } catch (IOException e) {
      assumeTrue(false, "no prlimit (util-linux) here: " + e.getMessage());
    }
  }
}
