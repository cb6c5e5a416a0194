package org.phpipc.compat.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.testing.Tool.DONE;
import static org.phpipc.testing.Tool.REFUSED;
import static org.phpipc.testing.Tool.USAGE;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.swoole.GoldenPackets;
import org.phpipc.swoole.ServerLayout;
import org.phpipc.swoole.Spool;
import org.phpipc.swoole.TaskPacket;
import org.phpipc.swoole.TaskQueue;
import org.phpipc.swoole.WireGeneration;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.testing.BlockedCalls;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Shell;
import org.phpipc.testing.Tool;
import org.phpipc.testing.Unprivileged;

/** Tasks at the prompt. */
class TaskCommandIT {
  private static final WireGeneration GENERATION = WireGeneration.V6_1_0;

  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  @TempDir private Path folder;

  private final MessageQueue queue = kernel.queue();
  private final String id = Tool.address(queue);

  private TaskQueue tasks() {
    return TaskQueue.on(queue, GENERATION, ServerLayout.worker(0)).build();
  }

  /** Works on so many messages of the queue. */
  private Tool.Result work(int count, String... more) {
    List<String> words = new ArrayList<>(List.of("task", "work", id));
    words.addAll(List.of("--generation", "6.2", "--count", "" + count));
    words.addAll(List.of(more));
    return Tool.run(words.toArray(String[]::new));
  }

  @Test
  void taskIsDispatched() throws InterruptedException {
    Tool.Result result =
        Tool.run("task", "dispatch", id, "--generation", "6.2", "--worker", "4", "hello");
    assertThat(result.err()).isEmpty();
    assertThat(result.text()).isEqualTo("0\n");
    Message message = queue.receive();
    assertThat(message.type()).isEqualTo(5);
    assertThat(GENERATION.decode(message.payload()).data()).isEqualTo("hello".getBytes(UTF_8));
  }

  @Test
  void typedJsonIsDispatchedSerialized() throws InterruptedException {
    String json = "{\"t\":\"int\",\"v\":\"5\"}";
    Tool.Result result =
        Tool.run(
            "task", "dispatch", id, "--generation=5.1", "--worker=0", "--id=9", "--json", json);
    assertThat(result.text()).isEqualTo("9\n");
    TaskPacket packet = WireGeneration.V4_8_0.decode(queue.receive().payload());
    assertThat(packet.taskId()).isEqualTo(9);
    assertThat(packet.data()).isEqualTo("i:5;".getBytes(UTF_8));
  }

  @Test
  void commandRunsForEachTask() throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    TaskQueue tasks = tasks();
    tasks.dispatch("first\n");
    tasks.dispatch(List.of(1));
    Tool.Result result =
        work(
            2, "--", "sh", "-c", "{ echo \"$PHPIPC_TASK_ID $PHPIPC_SERIALIZED\"; cat; } >> " + out);
    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isEqualTo(DONE);
    assertThat(out).hasContent("0 0\nfirst\n1 1\na:1:{i:0;i:1;}");
  }

  @Test
  void commandThatFailsIsMentionedAndTheNextTaskRuns() throws InterruptedException {
    TaskQueue tasks = tasks();
    tasks.dispatch("a");
    tasks.dispatch("b");
    Tool.Result result = work(2, "--", "sh", "-c", "exit 3");
    assertThat(result.exit()).isEqualTo(REFUSED);
    assertThat(result.err().lines())
        .containsExactly(
            "phpipc: task 0 failed: sh ended with 3", "phpipc: task 1 failed: sh ended with 3");
  }

  @ParameterizedTest
  @CsvSource({"/none, 755", "none, 755", "FOLDER/command, 644", "FOLDER/command, 755"})
  void taskStaysIfTheCommandCannotBeStarted(String name, String mode) throws Exception {
    Path noInterpreter = Files.writeString(folder.resolve("command"), "#!/none\n");
    assertThat(noInterpreter.toFile().setExecutable(mode.equals("755"))).isTrue();
    Spool spool = Spool.in(Files.createDirectory(folder.resolve("spool")));
    TaskQueue tasks = TaskQueue.on(queue, GENERATION, ServerLayout.worker(0)).spool(spool).build();
    tasks.dispatch("a".repeat(9000));
    tasks.dispatch("b");
    List<Message> before = List.of(queue.peek(0).orElseThrow(), queue.peek(1).orElseThrow());
    String command = name.replace("FOLDER", folder.toString());
    Tool.Result result = work(2, "--spool", spool.directory().toString(), "--", command);
    assertThat(result.exit()).isEqualTo(REFUSED);
    assertThat(result.err())
        .contains("cannot run " + command + ", its task is kept")
        .hasLineCount(1);
    assertThat(List.of(queue.peek(1).orElseThrow(), queue.peek(0).orElseThrow())).isEqualTo(before);
    assertThat(spool.directory()).isDirectoryContaining(file -> file.toFile().length() == 9000);
  }

  /** The words come from a file, since this process could not start the tool with them either. */
  @Test
  void taskStaysIfTheCommandHasTooLongAnArgument() throws Exception {
    tasks().dispatch("a");
    List<String> words =
        Tool.command("task", "work", id, "--generation=6.2", "--", "echo", "x".repeat(200_000));
    Path file = Files.write(folder.resolve("words"), words.subList(1, words.size()));
    Shell.Result result = Shell.run(List.of(words.get(0), "@" + file));
    assertThat(result.exit()).isEqualTo(REFUSED);
    assertThat(result.out()).contains("cannot run echo, its task is kept").hasLineCount(1);
    assertThat(queue.status().messages()).isEqualTo(1);
  }

  @Test
  void taskThatCannotGoBackIsPrintedAsALineThatCanBeRestored() throws Exception {
    tasks().dispatch("a");
    Message task = queue.peek(0).orElseThrow();
    queue.resize(task.payload().length);
    Thread filling = new Thread(() -> fill(task.payload().length));
    filling.start();
    BlockedCalls.await("msgsnd", queue);
    Path err = folder.resolve("err");
    List<String> command = Tool.command("task", "work", id, "--generation=6.2", "--", "/none");
    Process tool = new ProcessBuilder(command).redirectError(err.toFile()).start();
    try {
      filling.join(); // The tool has taken the task.
      BlockedCalls.await(tool.pid(), "msgsnd", queue);
      queue.remove();
      assertThat(tool.waitFor()).isEqualTo(REFUSED);
    } finally {
      tool.destroyForcibly().waitFor();
    }
    assertThat(err)
        .content()
        .contains("the message cannot go back: ", base64(task))
        .contains("cannot run /none, its task is kept");
  }

  private void fill(int bytes) {
    try {
      queue.send(99, new byte[bytes]);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String base64(Message message) {
    return Base64.getEncoder().encodeToString(message.payload());
  }

  @Test
  void taskInTheJournalStaysIfTheCommandCannotBeStarted() throws Exception {
    tasks().dispatch("a");
    String journal = folder.resolve("journal").toString();
    Tool.Result result = work(1, "--at-least-once", journal, "--tries=1", "--", "/none");
    assertThat(result.exit()).isEqualTo(REFUSED);
    assertThat(result.err()).contains("cannot run /none, its task is kept").hasLineCount(1);
    assertThat(work(1, "--at-least-once", journal, "--tries=1", "--", "cat").text()).isEqualTo("a");
  }

  @Test
  void whatATerminalWouldObeyIsVisibleInWhatFailed() throws InterruptedException {
    tasks().dispatch("a");
    assertThat(work(1, "--", "/none\033[2J").err())
        .contains("/none\\x1b[2J")
        .doesNotContain("\033");
  }

  @Test
  void messageThatIsNoTaskIsKept() throws IOException, InterruptedException {
    queue.send(8, "poison".getBytes(UTF_8));
    Tool.Result result = work(1, "--dead-letters", folder.toString(), "--", "true");
    assertThat(result.exit()).isEqualTo(REFUSED);
    assertThat(result.err()).contains("is no task").contains("kept as " + folder);
    try (var files = Files.list(folder)) {
      assertThat(files).singleElement().satisfies(file -> assertThat(file).hasContent("poison"));
    }
  }

  @Test
  void messageThatCannotBeKeptIsSaid() throws InterruptedException {
    tasks().dispatch("x");
    Tool.Result result = work(1, "--dead-letters", "/dev/null/none", "--", "true");
    assertThat(result.exit()).isEqualTo(REFUSED);
    assertThat(result.err()).contains("/dev/null/none cannot keep dead letters");
    assertThat(queue.status().messages()).isEqualTo(1);
  }

  @Test
  void workerForAnotherGenerationTakesNothingAndNamesTheOneThatFits() throws InterruptedException {
    TaskQueue tasks = TaskQueue.on(queue, GENERATION, ServerLayout.worker(0)).build();
    tasks.dispatch("a");
    tasks.dispatch("b");
    Tool.Result result = Tool.run("task", "work", id, "--generation", "4.6.6", "--", "cat");
    assertThat(result.exit()).isEqualTo(REFUSED);
    assertThat(result.err()).contains("of Swoole 6.1.0 to 6.2").hasLineCount(1);
    assertThat(queue.status().messages()).isEqualTo(2);
  }

  @Test
  void userIsTrustedWhoIsNamed() throws IOException, InterruptedException {
    Spool spool = Spool.in(folder);
    if (Unprivileged.isRoot()) {
      spool = spool.ownedBy("nobody");
    }
    TaskQueue.on(queue, GENERATION, ServerLayout.worker(0))
        .spool(spool)
        .build()
        .dispatch(new byte[9000]);
    Tool.Result result =
        work(1, "--spool", folder.toString(), "--trust", "nobody", "--", "wc", "-c");
    assertThat(result.err()).isEmpty();
    assertThat(result.text().strip()).isEqualTo("9000");
  }

  @Test
  void taskInHandSurvivesTheEndOfTheTool() throws Exception {
    tasks().dispatch("a");
    Path journal = folder.resolve("journal");
    Path begun = folder.resolve("begun");
    List<String> hanging =
        Tool.command(
            "task",
            "work",
            id,
            "--generation=6.2",
            "--at-least-once",
            journal.toString(),
            "--",
            "sh",
            "-c",
            "echo $$ > " + begun + ".part; mv " + begun + ".part " + begun + "; exec sleep 1000");
    Process killed = new ProcessBuilder(hanging).inheritIO().start();
    while (!Files.exists(begun)) {
      Thread.onSpinWait();
    }
    killed.destroyForcibly().waitFor();
    ProcessHandle.of(Long.parseLong(Files.readString(begun).strip()))
        .ifPresent(ProcessHandle::destroyForcibly);
    assertThat(queue.status().messages()).isZero();
    Tool.Result result = work(1, "--at-least-once", journal.toString(), "--", "cat");
    assertThat(result.err()).isEmpty();
    assertThat(result.text()).isEqualTo("a");
  }

  @Test
  void packetIsDecodedFromStandardInputAndFromAQueue() throws InterruptedException {
    TaskQueue tasks = tasks();
    tasks.dispatch(Map.of("a", 1));
    byte[] packet = queue.peek(0).orElseThrow().payload();
    String fromInput = Tool.runWith(packet, "task", "decode").text();
    assertThat(fromInput)
        .containsPattern("generation +6.1.0 to 6.2")
        .containsPattern("event +TASK \\(8\\)")
        .containsPattern("flags +\\[SERIALIZE, NONBLOCK, NOREPLY\\] \\(134\\)")
        .containsPattern("time +20\\d\\d-\\d\\d-\\d\\dT")
        .containsPattern("value +\\[\"a\" => 1\\]");
    assertThat(Tool.run("task", "decode", id).text()).isEqualTo(fromInput);
    assertThat(queue.status().messages()).isEqualTo(1);
  }

  @Test
  void ambiguousPacketIsShownForEachGeneration() {
    GoldenPackets golden =
        GoldenPackets.all().stream()
            .filter(packet -> packet.generation() == WireGeneration.V1_8_7)
            .findFirst()
            .orElseThrow();
    Tool.Result all = Tool.runWith(golden.bytes(), "task", "decode", "--json");
    JsonObject json = all.json();
    assertThat(json.get("ambiguous").getAsBoolean()).isTrue();
    assertThat(json.getAsJsonArray("readings").size()).isGreaterThan(1);
    Tool.Result one =
        Tool.runWith(golden.bytes(), "task", "decode", "--generation", "2.0.7", "--json");
    assertThat(one.text()).contains("\"generation\":\"1.8.7\"").doesNotContain("4.1.0");
  }

  @Test
  void peekTellsTheGeneration() throws InterruptedException {
    tasks().dispatch("hello");
    assertThat(Tool.run("queue", "peek", id).text())
        .isEqualTo(
            "type 1, 45 bytes: TASK packet of Swoole 6.1.0 to 6.2, id 0, worker 0: \"hello\"\n");
    assertThat(Tool.run("queue", "peek", id, "--json").text())
        .contains("\"swoole\":{\"ambiguous\":false")
        .contains("\"generation\":\"6.1.0\"");
  }

  @Test
  void bytesThatAreNoPacketAreRefused() {
    Tool.Result result = Tool.runWith("nonsense".getBytes(UTF_8), "task", "decode");
    assertThat(result.exit()).isEqualTo(REFUSED);
    assertThat(result.err()).isEqualTo("phpipc: 8 bytes are no packet of any generation\n");
    Tool.Result one =
        Tool.runWith("nonsense".getBytes(UTF_8), "task", "decode", "--generation", "6.2");
    assertThat(one.exit()).isEqualTo(REFUSED);
    assertThat(one.err()).contains("8 bytes are fewer than the header's 40");
  }

  @Test
  void spoolThatIsMissingRefusesTheTask() {
    Path missing = folder.resolve("missing");
    Tool.Result result =
        Tool.runWith(
            new byte[9000],
            "task",
            "dispatch",
            id,
            "--generation",
            "6.2",
            "--worker",
            "0",
            "--spool",
            missing.toString(),
            "-");
    assertThat(result.exit()).isEqualTo(REFUSED);
    assertThat(result.err()).contains("cannot be spilled to " + missing).hasLineCount(1);
    assertThat(queue.status().messages()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "dispatch --generation 7.0 --worker 0 x, 1.8.0 to 6.2 are known",
    "dispatch --generation 6.2 --worker 65535 x, is not in 0..65534",
    "dispatch --generation 6.2 --worker -1 x, is not in 0..65534",
    "dispatch --generation 4.5.5 --worker 0 --id 2147483648 x, is not in 0..2147483647",
    "dispatch --worker 0 x, --generation",
    "work --generation 6.2, COMMAND"
  })
  void wrongUsageSaysTheLimit(String arguments, String reason) {
    String[] words = ("task " + arguments.replaceFirst(" ", " " + id + " ")).split(" ");
    Tool.Result result = Tool.run(words);
    assertThat(result.exit()).isEqualTo(USAGE);
    assertThat(result.err()).contains(reason);
    assertThat(queue.status().messages()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"task --help", "task dispatch --help", "task work --help"})
  void helpIsPrinted(String arguments) {
    Tool.Result help = Tool.run(arguments.split(" "));
    assertThat(help.exit()).isEqualTo(DONE);
    assertThat(help.text()).contains("Usage: phpipc task");
  }
}
