package org.phpipc.compat.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.testing.Tool.DONE;
import static org.phpipc.testing.Tool.REFUSED;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.SemaphoreSet;
import org.phpipc.sysv.SharedSegment;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Php;
import org.phpipc.testing.Tool;

/** Following a queue and removing what is in use, as processes beside a live PHP. */
class WatchAndRemoveIT {
  private static final String ADVICE = "phpipc list shows what there is\n";

  @RegisterExtension private static final Php php = new Php();
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();

  private final IpcKey key = kernel.freeKey();
  private final String name = key.toString();
  private Process tool;

  @AfterEach
  void endTheTool() throws InterruptedException {
    if (tool != null) {
      tool.destroy();
      tool.waitFor();
    }
  }

  private BufferedReader start(String... arguments) throws IOException {
    tool = new ProcessBuilder(Tool.command(arguments)).start();
    return tool.inputReader(UTF_8);
  }

  @Test
  void followedQueueIsPrintedAsMessagesComeAndStaysAsItIs() throws Exception {
    php.run("$q = msg_get_queue(" + key.value() + "); msg_send($q, 1, 1); msg_send($q, 2, 2);");
    MessageQueue queue = MessageQueue.open(key);
    BufferedReader lines = start("queue", "peek", name, "--follow");
    assertThat(lines.readLine()).isEqualTo("type 1, 4 bytes: 1");
    assertThat(lines.readLine()).isEqualTo("type 2, 4 bytes: 2");
    php.run("msg_receive($q, 1, $t, 100, $x); msg_send($q, 3, [true]);");
    assertThat(lines.readLine()).isEqualTo("type 3, 14 bytes: [true]");
    assertThat(queue.status().messages()).isEqualTo(2);
    queue.remove();
    assertThat(lines.readLine()).isNull();
    assertThat(tool.waitFor()).isEqualTo(REFUSED);
    assertThat(new String(tool.getErrorStream().readAllBytes(), UTF_8))
        .startsWith("phpipc: ")
        .hasLineCount(1);
  }

  @Test
  void peekSelectsByTypeUpToALimit() {
    php.run("$q = msg_get_queue(" + key.value() + ");");
    php.run("for ($i = 0; $i < 6; $i++) msg_send($q, 1 + $i % 2, $i);");
    assertThat(Tool.run("queue", "peek", name, "--type", "2", "--limit", "2").lines())
        .containsExactly("type 2, 4 bytes: 1", "type 2, 4 bytes: 3");
  }

  @Test
  void watchedFiguresTellHowFastTheQueueGrows() throws Exception {
    php.run("$q = msg_get_queue(" + key.value() + ");");
    BufferedReader lines = start("queue", "stat", name, "--json", "--watch", "--every", "0.2");
    assertThat(json(lines.readLine()).has("messages_per_second")).isFalse();
    php.run("for ($i = 0; $i < 6; $i++) msg_send($q, 1, 1);");
    JsonObject figures = json(lines.readLine());
    while (figures.get("messages").getAsInt() < 6) {
      figures = json(lines.readLine());
    }
    double rate = figures.get("messages_per_second").getAsDouble();
    assertThat(rate).isPositive();
    assertThat(figures.get("bytes_per_second").getAsDouble()).isEqualTo(4 * rate);
  }

  @Test
  void queueOfALiveProcessIsRemovedByForceOnly() {
    php.run("$q = msg_get_queue(" + key.value() + "); msg_send($q, 1, 1);");
    Tool.Result refused = Tool.run("queue", "remove", name, "--yes");
    assertThat(refused.exit()).isEqualTo(REFUSED);
    assertThat(refused.err()).contains("is in use: sent by " + php.pid() + " (php");
    assertThat(MessageQueue.exists(key)).isTrue();
    assertThat(Tool.run("queue", "remove", name, "--force").exit()).isEqualTo(DONE);
    assertThat(MessageQueue.exists(key)).isFalse();
  }

  @Test
  void attachedSegmentIsRemovedByForceOnly() {
    php.run("$s = shm_attach(" + key.value() + ", 500);");
    assertThat(Tool.run("shm", "remove", name).err())
        .contains("is in use: 500 bytes, 1 time attached; --force removes it");
    assertThat(Tool.run("shm", "remove", name, "--force").exit()).isEqualTo(DONE);
    assertThat(SharedSegment.exists(key)).isFalse();
    php.run("unset($s);");
  }

  @Test
  void openSemaphoreIsRemovedByForceOnly() {
    php.run("$s = sem_get(" + key.value() + ");");
    assertThat(Tool.run("sem", "remove", name).err())
        .contains("is in use: PHP, 1 free, 1 open object; --force");
    php.run("unset($s);");
    assertThat(Tool.run("sem", "remove", name).exit()).isEqualTo(DONE);
    assertThat(SemaphoreSet.exists(key)).isFalse();
  }

  @Test
  void removeFindsWhatHasTheKey() {
    MessageQueue.create(key);
    assertThat(Tool.run("remove", name).exit()).isEqualTo(DONE);
    assertThat(MessageQueue.exists(key)).isFalse();
    Tool.Result nothing = Tool.run("remove", name);
    assertThat(nothing.exit()).isEqualTo(REFUSED);
    assertThat(nothing.err()).isEqualTo("phpipc: there is no such object; " + ADVICE);
  }

  @Test
  void removeAsksForTheKindWhereSeveralHaveTheKey() {
    php.run("$q = msg_get_queue(" + key.value() + "); $s = shm_attach(" + key.value() + ", 500);");
    Tool.Result unclear = Tool.run("remove", name, "--force");
    assertThat(unclear.exit()).isEqualTo(REFUSED);
    assertThat(unclear.err()).endsWith("say which behind the key: queue, segment\n");
    assertThat(Tool.run("remove", name, "segment").err()).contains("is in use: 500 bytes");
    assertThat(Tool.run("remove", name, "segment", "--force").exit()).isEqualTo(DONE);
    assertThat(SharedSegment.exists(key)).isFalse();
    assertThat(MessageQueue.exists(key)).isTrue();
    php.run("unset($s);");
  }

  @Test
  void prettyFormLeavesNothingOut() throws Exception {
    MessageQueue queue = MessageQueue.create(key);
    php.run("$q = msg_get_queue(" + key.value() + "); $o = (object) ['x' => 1.5];");
    php.run("msg_send($q, 3, ['a' => [str_repeat('y', 99)], 'o' => $o, 'p' => $o, 'e' => []]);");
    queue.send(1, new byte[] {'h', 'i', -1});
    assertThat(Tool.run("queue", "peek", name, "--pretty").lines())
        .containsExactly(
            "type 3, 198 bytes",
            "  [",
            "    \"a\" => [",
            "      \"" + "y".repeat(99) + "\"",
            "    ]",
            "    \"o\" => stdClass {",
            "      \"x\" => 1.5",
            "    }",
            "    \"p\" => stdClass {…} (as above)",
            "    \"e\" => []",
            "  ]",
            "type 1, 3 bytes",
            "  00000000  68 69 ff                                         |hi.|");
  }

  /** script(1) gives the tool a terminal. */
  @Test
  void onATerminalItAsks() throws Exception {
    MessageQueue queue = MessageQueue.create(key);
    String command = String.join(" ", Tool.command("queue", "remove", name));
    assertThat(atTerminal(command, "n\n")).contains("Remove queue with key " + name, "not removed");
    assertThat(queue.status().messages()).isZero();
    assertThat(atTerminal(command, "y\n")).contains("[y/N]");
    assertThat(MessageQueue.exists(key)).isFalse();
  }

  private static String atTerminal(String command, String answer) throws Exception {
    Process terminal =
        new ProcessBuilder("script", "-qec", command, "/dev/null")
            .redirectErrorStream(true)
            .start();
    terminal.getOutputStream().write(answer.getBytes(UTF_8));
    terminal.getOutputStream().flush();
    String text = new String(terminal.getInputStream().readAllBytes(), UTF_8);
    terminal.waitFor();
    return text;
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }
}
