package org.phpipc.cli.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.phpipc.cli.archive.PutBack;
import org.phpipc.cli.console.Notice;
import org.phpipc.cli.console.Refusal;
import org.phpipc.cli.text.Count;
import org.phpipc.reliable.ReliableConsumer;
import org.phpipc.reliable.ReliableConsumer.NotNowException;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.serialize.PhpString;
import org.phpipc.swoole.PoisonPacket;
import org.phpipc.swoole.ReliableTaskConsumer;
import org.phpipc.swoole.Task;
import org.phpipc.swoole.TaskFlag;
import org.phpipc.swoole.TaskListener;
import org.phpipc.swoole.TaskWorker;
import org.phpipc.sysv.Message;

/** Runs a command per task until it is told to end. */
final class TaskRunner implements TaskListener {
  private final List<String> command;
  private final AtomicLong left;
  private @Nullable TaskWorker worker;
  private volatile @Nullable RuntimeException ended;

  TaskRunner(List<String> command, long count) {
    this.command = command;
    this.left = new AtomicLong(count);
  }

  /** The exit code: 1 if a task failed or a message was none. */
  int run(TaskWorker.Builder settings) throws InterruptedException {
    TaskWorker started;
    synchronized (this) {
      started = settings.listener(this).start(this::handle);
      worker = started;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(started::close)); // For Ctrl-C.
    started.join();
    RuntimeException reason = ended;
    if (reason != null) {
      throw reason;
    }
    return started.failed() + started.poisoned() == 0 ? 0 : 1;
  }

  /** As {@link #run}, where a task in hand survives the end of this process. */
  int run(ReliableTaskConsumer consumer) throws IOException, InterruptedException {
    boolean allHandled = true;
    while (left.get() > 0) {
      ReliableConsumer.Outcome outcome = consumer.handleNext(this::runOrFail);
      left.decrementAndGet();
      if (!outcome.isHandled()) {
        allHandled = false;
        String reason = outcome.failure() == null ? "ended" : outcome.failure().getMessage();
        Notice.say(
            String.format(
                Locale.ROOT,
                "a task failed after %s: %s, kept as %s",
                outcome.tries() + Count.form(outcome.tries(), " try", " tries"),
                reason,
                outcome.deadLetter()));
      }
    }
    return allHandled ? 0 : 1;
  }

  private void handle(Task task) throws InterruptedException {
    try {
      runOrFail(task);
    } catch (NotNowException e) {
      ended = e.reason(); // If the worker was stopped before, its listener does not hear of this.
      throw e;
    } finally {
      countDown();
    }
  }

  private void runOrFail(Task task) throws InterruptedException {
    int exit = runCommand(task);
    if (exit != 0) {
      throw new Refusal(command.get(0) + " ended with " + exit);
    }
  }

  private int runCommand(Task task) throws InterruptedException {
    boolean serialized = task.flags().contains(TaskFlag.SERIALIZE);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder
        .environment()
        .putAll(
            Map.of(
                "PHPIPC_TASK_ID", Long.toString(task.id()),
                "PHPIPC_SOURCE_WORKER", Integer.toString(task.sourceWorker()),
                "PHPIPC_SERIALIZED", serialized ? "1" : "0"));
    Process process = start(builder);
    try (OutputStream in = process.getOutputStream()) {
      in.write(payload(task.value(), serialized));
    } catch (IOException e) {
      // It may end without reading: its status tells.
    }
    return process.waitFor();
  }

  /** Whatever keeps the command from being started, it is not the task's fault. */
  private Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new NotNowException(
          Refusal.of("cannot run " + command.get(0) + ", its task is kept", e));
    }
  }

  private static byte[] payload(@Nullable Object value, boolean serialized) {
    if (serialized) {
      return PhpSerializer.standard().write(value);
    }
    return value instanceof PhpString bytes
        ? bytes.toByteArray()
        : String.valueOf(value).getBytes(UTF_8);
  }

  private synchronized void countDown() {
    if (left.decrementAndGet() == 0 && worker != null) {
      worker.stop();
    }
  }

  @Override
  public void failed(Task task, Throwable error) {
    Notice.say("task " + task.id() + " failed: " + error.getMessage());
  }

  @Override
  public void poisoned(PoisonPacket packet) {
    Throwable[] problems = packet.reason().getSuppressed();
    String lost = problems.length == 0 ? "" : ", and it could not be kept: " + problems[0];
    String kept = packet.file().map(file -> ", kept as " + file).orElse(lost);
    Notice.say(packet.message() + " is no task: " + packet.reason().getMessage() + kept);
    countDown();
  }

  @Override
  public void stranded(Message message, RuntimeException reason, Optional<Path> file) {
    ended = reason; // If the worker was stopped before, its listener does not hear of this.
    String problem = reason.getSuppressed()[0].getMessage();
    String kept = file.map(path -> ", it is kept as " + path).orElse("");
    Notice.say("the message cannot go back: " + problem + kept);
    if (file.isEmpty()) {
      PutBack.print(message);
    }
  }

  @Override
  public void ended(RuntimeException reason) {
    ended = reason;
  }
}
