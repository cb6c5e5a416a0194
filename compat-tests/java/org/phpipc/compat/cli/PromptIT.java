package org.phpipc.compat.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.phpipc.testing.Tool.DONE;
import static org.phpipc.testing.Tool.REFUSED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.SharedSegment;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Php;
import org.phpipc.testing.Tmux;
import org.phpipc.testing.Tool;

/** How the tool behaves at a prompt: in pipes, on a terminal, completed by a shell. */
class PromptIT {
  @RegisterExtension private static final Php php = new Php();
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  @RegisterExtension private final Tmux tmux = new Tmux();
  @TempDir private Path folder;

  private static String shell(String command, Map<String, String> environment)
      throws IOException, InterruptedException {
    return output(environment, "bash", "-c", command);
  }

  /** script(1) gives a command a terminal. */
  private static String atTerminal(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    String command = String.join(" ", Tool.command(arguments));
    return output(environment, "script", "-qec", command, "/dev/null");
  }

  private static String output(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return text;
  }

  @Test
  void coloursAreForTerminalsWithoutNoColor() throws Exception {
    assertThat(atTerminal(Map.of("TERM", "xterm"), "doctor")).contains("\033[32mok");
    assertThat(atTerminal(Map.of("TERM", "xterm", "NO_COLOR", "1"), "doctor"))
        .contains("ok       round trip")
        .doesNotContain("\033");
    assertThat(atTerminal(Map.of("TERM", "xterm", "NO_COLOR", ""), "doctor"))
        .contains("\033[32mok");
  }

  @Test
  void zshCompletesCommands() throws Exception {
    assumeTrue(Tmux.isOnThePath("zsh", "--version"), "no zsh on the path");
    Path script = Files.write(folder.resolve("completion"), Tool.run("completion").out());
    tmux.start(80, 24, "env HOME=" + folder + " PS1='ready> ' zsh -f");
    tmux.await(screen -> screen.contains("ready>"));
    tmux.send("phpipc() { echo $@ }; source " + script + "; echo sour''ced", "Enter");
    tmux.await(screen -> screen.contains("sourced"));
    tmux.send("phpipc que", "Tab", "pee", "Tab", "--fol", "Tab", "Enter");
    tmux.await(screen -> screen.lines().anyMatch("queue peek --follow"::equals));
  }

  @Test
  void shellCompletesCommandsAndOptions() throws Exception {
    Tool.Result completion = Tool.run("completion");
    assertThat(completion.exit()).isEqualTo(DONE);
    Path script = Files.write(folder.resolve("completion"), completion.out());
    String complete =
        "source %s; COMP_WORDS=(phpipc queue %s); COMP_CWORD=2; COMP_LINE='phpipc queue %s';"
            + " _complete_phpipc; echo ${COMPREPLY[@]}";
    assertThat(
            shell(String.format(Locale.ROOT, complete, script, "re", "re"), Map.of())
                .trim()
                .split(" "))
        .containsExactlyInAnyOrder("receive", "remove", "resize", "restore");
  }

  /** There is more than a pipe holds, so the tool writes to it when its reader is gone. */
  @Test
  void closedPipeEndsQuietly() throws Exception {
    IpcKey key = kernel.freeKey();
    MessageQueue.create(key);
    php.run("$q = msg_get_queue(" + key.value() + ");");
    php.run("for ($i = 0; $i < 2000; $i++) msg_send($q, 1, $i);");
    List<String> peek = Tool.command("queue", "peek", key.toString(), "--follow", "--json");
    assertThat(shell(String.join(" ", peek) + " | head -n 1", Map.of()))
        .startsWith("{\"type\":1,\"size\":4,\"b64\":\"aTowOw==\"")
        .hasLineCount(1);
  }

  @Test
  void progressIsShownOnATerminalOnly() throws Exception {
    MessageQueue queue = kernel.queue();
    queue.send(1, new byte[1]);
    queue.send(2, new byte[1]);
    String[] save = {"queue", "save", Tool.address(queue), folder + "/one"};
    assertThat(atTerminal(Map.of("TERM", "xterm"), save)).contains("saving", "100%", "2/2");
    save[3] = folder + "/two";
    assertThat(Tool.run(save).err()).isEqualTo("phpipc: 2 messages in " + save[3] + "\n");
  }

  @Test
  void progressOfASegmentIsShownOnATerminalOnly() throws Exception {
    SharedSegment segment = kernel.segment(5 << 20);
    String id = "id:" + segment.id();
    String[] save = {"shm", "save", id, folder + "/one"};
    String[] restore = {"shm", "restore", folder + "/one", id};
    Map<String, String> terminal = Map.of("TERM", "xterm");
    assertThat(atTerminal(terminal, save)).contains("saving", "100%", "5242880/5242880 bytes");
    assertThat(atTerminal(terminal, restore)).contains("restoring", "5242880/5242880 bytes");
    save[3] = folder + "/two";
    assertThat(Tool.run(save).err()).isEmpty();
    assertThat(Tool.run(restore).err()).isEmpty();
  }

  @Test
  void outputThatCannotBeWrittenIsRefused() throws Exception {
    String key = String.join(" ", Tool.command("key", "/", "a"));
    assertThat(shell(key + " > /dev/full; echo $?", Map.of()))
        .isEqualTo("phpipc: cannot write to standard output: No space left on device\n1\n");
  }

  @Test
  void wrongUsageIsOneSentenceAndTheUsage() {
    Tool.Result wrong = Tool.run("queue", "stat", "0xzz");
    assertThat(wrong.err().lines())
        .hasSize(3)
        .first(InstanceOfAssertFactories.STRING)
        .startsWith("phpipc: ")
        .endsWith("'0xzz' is not a key: 0x takes 1 to 8 hexadecimal digits, a key has 32 bits");
    assertThat(wrong.err()).endsWith("More by phpipc queue stat --help\n");
  }

  /** What is in the pipe when its reader goes away is the reader's; the next message goes back. */
  @Test
  void messageThatNobodyReadsGoesBack() throws Exception {
    IpcKey key = kernel.freeKey();
    MessageQueue queue = MessageQueue.create(key);
    Process tool =
        new ProcessBuilder(Tool.command("queue", "receive", key.toString(), "--count", "2"))
            .start();
    php.run("$q = msg_get_queue(" + key.value() + "); msg_send($q, 1, 1);");
    tool.getInputStream().read();
    tool.getInputStream().close();
    php.run("msg_send($q, 5, 2);");
    assertThat(tool.waitFor()).isEqualTo(REFUSED);
    assertThat(tool.getErrorStream().readAllBytes()).isEmpty();
    assertThat(queue.peek(0).orElseThrow().type()).isEqualTo(5);
  }

  @Test
  void debugShowsWhereARefusalArose() {
    List<String> command = new ArrayList<>(List.of("queue", "stat", "0x7ffffff1"));
    assertThat(Tool.run(command.toArray(String[]::new)).err()).hasLineCount(1);
    command.add("--debug");
    Tool.Result debugged = Tool.run(command.toArray(String[]::new));
    assertThat(debugged.err()).contains("\tat org.phpipc.sysv.MessageQueue.open(");
    assertThat(debugged.exit()).isEqualTo(REFUSED);
  }
}
