package org.phpipc.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.phpipc.compat.Tool.REFUSED;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.phpipc.KernelObjects;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;

/** {@code phpipc top} on a screen of tmux: keys are sent, the screen is read. */
class TopCommandIT {
  private static final long PATIENCE_SECONDS = 30;

  @RegisterExtension private static final Php php = new Php();
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();

  /** Of the server's socket. */
  @TempDir private Path folder;

  @BeforeAll
  static void needsTmux() {
    boolean found;
    try {
      found = new ProcessBuilder("tmux", "-V").start().waitFor() == 0;
    } catch (IOException | InterruptedException e) {
      found = false;
    }
    assumeTrue(found, "no tmux on the path, which gives top its screen");
  }

  @AfterEach
  void endTheServer() throws Exception {
    tmux("kill-server");
  }

  private String tmux(String... arguments) throws Exception {
    String socket = folder.resolve("socket").toString();
    List<String> command = new ArrayList<>(List.of("tmux", "-u", "-f", "/dev/null", "-S", socket));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return text;
  }

  private void start(int columns, int lines) throws Exception {
    String top = String.join(" ", Tool.command("top")) + "; echo ended with $?; exec cat";
    tmux("new-session", "-d", "-x", "" + columns, "-y", "" + lines, top);
  }

  /** The screen, as soon as it is as expected. */
  private String await(Predicate<String> expected) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    String screen = tmux("capture-pane", "-p");
    while (!expected.test(screen)) {
      assertThat(System.nanoTime()).describedAs(screen).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      screen = tmux("capture-pane", "-p");
    }
    return screen;
  }

  @Test
  void queueIsShownWithItsMessagesAndTheLatestDepth() throws Exception {
    IpcKey key = kernel.freeKey();
    php.run("$q = msg_get_queue(" + key.value() + "); msg_send($q, 7, ['a' => true]);");
    start(80, 24);
    selectQueue(key);
    String screen = await(text -> text.contains("type 7, 18 bytes: [\"a\" => true]"));
    assertThat(screen.lines().toList()).hasSizeLessThanOrEqualTo(24);
    php.run("for ($i = 0; $i < 20; $i++) msg_send($q, 1, $i);");
    assertThat(await(text -> row(text, key).contains(" 21 "))).contains("type 1, 4 bytes: 0");
    assertThat(MessageQueue.open(key).status().messages()).isEqualTo(21);
    tmux("send-keys", "q");
    await(text -> text.contains("ended with 0"));
  }

  private static String row(String screen, IpcKey key) {
    return screen.lines().filter(line -> line.contains(key + " ")).findFirst().orElse("");
  }

  /** Others may have queues as well: goes down until this one is selected. */
  private void selectQueue(IpcKey key) throws Exception {
    String screen = await(text -> text.contains("messages of "));
    for (int i = 0; i < 200 && !screen.contains("messages of " + key); i++) {
      tmux("send-keys", "Down");
      screen = tmux("capture-pane", "-p");
    }
    await(text -> row(text, key).startsWith(">") && text.contains("messages of " + key));
  }

  @Test
  void terminalThatIsTooSmallIsToldSo() throws Exception {
    start(50, 8);
    await(text -> text.contains("The terminal is too small: 60x10"));
    tmux("send-keys", "q");
    await(text -> text.contains("ended with 0"));
  }

  @Test
  void withoutATerminalItIsRefused() {
    Tool.Result top = Tool.run("top");
    assertThat(top.exit()).isEqualTo(REFUSED);
    assertThat(top.err()).startsWith("phpipc: top needs a terminal").hasLineCount(1);
  }
}
