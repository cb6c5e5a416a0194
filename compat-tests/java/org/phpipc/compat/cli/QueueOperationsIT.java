package org.phpipc.compat.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.testing.Tool.DONE;
import static org.phpipc.testing.Tool.REFUSED;
import static org.phpipc.testing.Tool.USAGE;

import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Php;
import org.phpipc.testing.Shell;
import org.phpipc.testing.Tool;

/** Messages received, moved and purged by the tool as a process; PHP sends them. */
class QueueOperationsIT {
  @RegisterExtension private static final Php php = new Php();
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  @TempDir private Path folder;

  private final IpcKey key = kernel.freeKey();
  private final String name = key.toString();
  private MessageQueue queue;

  /** i:0; to i:5; of the types 1, 2, 1, 2, 1, 2. */
  @BeforeEach
  void phpSends() {
    queue = MessageQueue.create(key);
    php.run("$q = msg_get_queue(" + key.value() + ");");
    php.run("for ($i = 0; $i < 6; $i++) msg_send($q, 1 + $i % 2, $i);");
  }

  private static List<String> payloads(MessageQueue queue) {
    List<String> all = new ArrayList<>();
    for (int i = 0; queue.peek(i).isPresent(); i++) {
      all.add(new String(queue.peek(i).get().payload(), UTF_8));
    }
    return all;
  }

  @Test
  void manyAreReceivedByCountAndTheRestUntilTheQueueIsEmpty() {
    assertThat(Tool.run("queue", "receive", name, "--count", "2", "--raw").text())
        .isEqualTo("i:0;i:1;");
    assertThat(Tool.run("queue", "receive", name, "--all", "--type", "2", "--raw").text())
        .isEqualTo("i:3;i:5;");
    Tool.Result rest = Tool.run("queue", "receive", name, "--all", "--json");
    assertThat(rest.lines()).hasSize(2);
    assertThat(
            JsonParser.parseString(rest.lines().get(1)).getAsJsonObject().get("type").getAsLong())
        .isEqualTo(1);
    Tool.Result none = Tool.run("queue", "receive", name, "--all");
    assertThat(none.exit()).isEqualTo(DONE);
    assertThat(none.out()).isEmpty();
  }

  @Test
  void commandGetsEachMessageWithItsType() {
    String code = "echo getenv('PHPIPC_TYPE'), unserialize(stream_get_contents(STDIN)), ' ';";
    Tool.Result result =
        Tool.run("queue", "receive", name, "--all", "--raw", "--", "php", "-r", code);
    assertThat(result.text()).isEqualTo("10 21 12 23 14 25 ");
    assertThat(result.exit()).isEqualTo(DONE);
    assertThat(payloads(queue)).isEmpty();
  }

  @Test
  void messageWhoseCommandFailsGoesBack() {
    String code = "exit(unserialize(stream_get_contents(STDIN)) == 2 ? 7 : 0);";
    Tool.Result result =
        Tool.run("queue", "receive", name, "--all", "--raw", "--", "php", "-r", code);
    assertThat(result.exit()).isEqualTo(REFUSED);
    assertThat(result.err())
        .startsWith("phpipc: php ended with 7: its message is back in queue with key " + name)
        .hasLineCount(1);
    assertThat(payloads(queue)).containsExactly("i:3;", "i:4;", "i:5;", "i:2;");
    assertThat(queue.peek(3).orElseThrow().type()).isEqualTo(1);
  }

  @Test
  void messageWhoseCommandCannotStartGoesBack() {
    Tool.Result result = Tool.run("queue", "receive", name, "--", "/nonexistent");
    assertThat(result.exit()).isEqualTo(REFUSED);
    assertThat(result.err()).startsWith("phpipc: cannot run /nonexistent").hasLineCount(1);
    assertThat(payloads(queue)).hasSize(6);
  }

  @Test
  void messageIsBackWhenTheToolIsEndedMeanwhile() throws Exception {
    Path started = folder.resolve("started");
    Process tool =
        new ProcessBuilder(
                Tool.command(
                    "queue",
                    "receive",
                    name,
                    "--",
                    "sh",
                    "-c",
                    "echo > $0; exec sleep 60",
                    "" + started))
            .start();
    while (!Files.exists(started) && tool.isAlive()) {
      Thread.onSpinWait();
    }
    assertThat(payloads(queue)).hasSize(5);
    tool.destroy();
    tool.waitFor();
    assertThat(payloads(queue)).hasSize(6).last().isEqualTo("i:0;");
  }

  @Test
  void messageThatCannotGoBackIsPrinted() {
    Tool.Result result =
        Tool.run(
            "queue", "receive", name, "--", "sh", "-c", "ipcrm -Q " + key.value() + "; exit 1");
    assertThat(result.exit()).isEqualTo(REFUSED);
    assertThat(result.err())
        .contains("the message cannot go back")
        .contains("{\"type\":1,\"b64\":\"aTowOw==\"}\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"> /dev/full", ">&-", "--raw > /dev/full", "--json >&-", "--all > /dev/full"})
  void messageThatCannotBePrintedGoesBack(String rest) {
    String tool = Shell.tool("queue", "receive", name);
    assertThat(Shell.run(tool + " " + rest).exit()).isEqualTo(REFUSED);
    assertThat(payloads(queue)).hasSize(6).last().isEqualTo("i:0;");
  }

  @Test
  void messageThatIsNoPhpValueIsNotLostWhenItCannotBePrinted() {
    MessageQueue other = kernel.queue();
    other.trySend(1, new byte[] {'O', ':', (byte) 0xff});
    Shell.run(Shell.tool("queue", "receive", Tool.address(other), "--pretty") + " > /dev/full");
    assertThat(other.status().messages()).isEqualTo(1);
  }

  @Test
  void messageAboveTheCapacityIsRefusedByName() {
    MessageQueue small = kernel.queue();
    small.resize(3);
    String never = "bytes never fits into queue with id " + small.id();
    String address = Tool.address(small);
    assertThat(Tool.run("queue", "send", address, "i:5;").err()).contains(never);
    assertThat(Tool.run("queue", "move", name, address).err())
        .contains(never, "whose capacity is 3 bytes", "0 messages are moved, the others stay");
    assertThat(Tool.run("queue", "move", name, address, "--wait").err()).contains(never);
    Path file = folder.resolve("saved");
    Tool.run("queue", "save", name, file.toString());
    assertThat(Tool.run("queue", "restore", file.toString(), address, "--wait").err())
        .contains(never);
    assertThat(payloads(queue)).hasSize(6);
  }

  @Test
  void messagesMoveWithTheirOrder() {
    MessageQueue other = kernel.queue();
    Tool.Result moved = Tool.run("queue", "move", name, Tool.address(other), "--type", "2");
    assertThat(moved.err()).contains("3 messages moved to queue with id " + other.id());
    assertThat(payloads(other)).containsExactly("i:1;", "i:3;", "i:5;");
    assertThat(payloads(queue)).containsExactly("i:0;", "i:2;", "i:4;");
    Tool.run("queue", "move", Tool.address(other), name);
    assertThat(payloads(queue)).containsExactly("i:0;", "i:2;", "i:4;", "i:1;", "i:3;", "i:5;");
    assertThat(queue.peek(5).orElseThrow().type()).isEqualTo(2);
  }

  @Test
  void whatDoesNotFitStays() {
    MessageQueue other = kernel.queue();
    other.resize(10);
    Tool.Result moved = Tool.run("queue", "move", name, Tool.address(other));
    assertThat(moved.exit()).isEqualTo(REFUSED);
    assertThat(moved.err())
        .contains("is full: 2 messages with 8 of 10 bytes; 2 messages are moved, the others stay");
    assertThat(payloads(other)).containsExactly("i:0;", "i:1;");
    assertThat(payloads(queue)).containsExactly("i:2;", "i:3;", "i:4;", "i:5;");
  }

  @Test
  void queueDoesNotMoveToItself() {
    assertThat(Tool.run("queue", "move", name, name).exit()).isEqualTo(USAGE);
    assertThat(payloads(queue)).hasSize(6);
  }

  @Test
  void purgedMessagesAreGone() {
    assertThat(Tool.run("queue", "purge", name, "--type", "1").err())
        .startsWith("phpipc: 3 messages purged");
    assertThat(payloads(queue)).containsExactly("i:1;", "i:3;", "i:5;");
    assertThat(Tool.run("queue", "purge", name).exit()).isEqualTo(DONE);
    assertThat(php.call("msg_stat_queue($q)['msg_qnum']").read()).isEqualTo(0L);
  }

  @Test
  void resizedQueueHasItsSizeForPhp() {
    assertThat(Tool.run("queue", "resize", name, "1234").exit()).isEqualTo(DONE);
    assertThat(php.call("msg_stat_queue($q)['msg_qbytes']").read()).isEqualTo(1234L);
    assertThat(Tool.run("queue", "resize", name, "-1").exit()).isEqualTo(USAGE);
  }
}
