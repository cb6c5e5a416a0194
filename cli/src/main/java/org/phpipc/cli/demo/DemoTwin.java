package org.phpipc.cli.demo;

import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.phpipc.cli.notation.TypedJson;
import org.phpipc.cli.text.ValueText;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.swoole.ServerLayout;
import org.phpipc.swoole.TaskPacket;
import org.phpipc.swoole.TaskQueue;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.Selection;

/** Takes the place of {@code php-interop/demo.php} in a second JVM, where there is no PHP. */
final class DemoTwin {
  private static final PhpSerializer SERIALIZER = PhpSerializer.standard();

  private final MessageQueue queue;
  private final IpcKey key;

  private DemoTwin(IpcKey key) {
    this.queue = MessageQueue.open(key);
    this.key = key;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    DemoTwin twin = new DemoTwin(new IpcKey(Integer.parseInt(args[0])));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String command = in.readLine(); command != null; command = in.readLine()) {
      String[] words = command.split(" ", 2);
      out.println(TypedJson.print(twin.run(words[0], words.length > 1 ? words[1] : "")));
    }
  }

  private JsonObject run(String command, String argument) throws InterruptedException {
    return switch (command) {
      case "receive" -> receive();
      case "send" -> send(argument);
      case "receive-task" -> receiveTask();
      case "send-task" -> sendTask(Long.parseLong(argument));
      case "receive-jobs" -> receiveJobs(Long.parseLong(argument));
      case "send-jobs" -> sendJobs(Long.parseLong(argument));
      case "count" -> count(Long.parseLong(argument));
      default -> throw new IllegalArgumentException("unknown command: " + command);
    };
  }

  private JsonObject receive() throws InterruptedException {
    Message message = queue.receive(Selection.type(DemoCommand.TO_PEER));
    Object value = SERIALIZER.read(message.payload());
    return answer(value, SERIALIZER.write(value));
  }

  private JsonObject send(String name) throws InterruptedException {
    Object value = DemoValues.all().get(name);
    byte[] bytes = SERIALIZER.write(value);
    queue.send(DemoCommand.FROM_PEER, bytes);
    return answer(value, bytes);
  }

  private JsonObject receiveTask() throws InterruptedException {
    byte[] bytes = queue.receive(Selection.type(DemoCommand.TO_PEER)).payload();
    TaskPacket packet = DemoCommand.GENERATION.decode(bytes);
    JsonObject answer = answer(SERIALIZER.read(packet.data()), packet.data());
    answer.addProperty("id", packet.taskId());
    return answer;
  }

  private JsonObject sendTask(long id) throws InterruptedException {
    Object job = DemoValues.job(id);
    TaskQueue.on(
            queue, DemoCommand.GENERATION, ServerLayout.worker((int) DemoCommand.FROM_PEER - 1))
        .firstTaskId(id)
        .build()
        .dispatch(job);
    return answer(job, SERIALIZER.write(job));
  }

  private JsonObject receiveJobs(long jobs) throws InterruptedException {
    long intact = 0;
    for (long n = 1; n <= jobs; n++) {
      byte[] received = queue.receive(Selection.type(DemoCommand.TO_PEER)).payload();
      intact += Arrays.equals(received, SERIALIZER.write(DemoValues.job(n))) ? 1 : 0;
    }
    return jobsAnswer(intact);
  }

  private JsonObject sendJobs(long jobs) throws InterruptedException {
    for (long n = 1; n <= jobs; n++) {
      queue.send(DemoCommand.FROM_PEER, SERIALIZER.write(DemoValues.job(n)));
    }
    return jobsAnswer(jobs);
  }

  private JsonObject count(long times) throws InterruptedException {
    try (DemoCounter counter = new DemoCounter(key)) {
      counter.count(times);
    }
    return jobsAnswer(times);
  }

  private static JsonObject answer(@Nullable Object value, byte[] bytes) {
    JsonObject answer = new JsonObject();
    answer.addProperty("saw", ValueText.of(value));
    answer.addProperty("b64", Base64.getEncoder().encodeToString(bytes));
    return answer;
  }

  private static JsonObject jobsAnswer(long jobs) {
    JsonObject answer = new JsonObject();
    answer.addProperty("jobs", jobs);
    return answer;
  }
}
