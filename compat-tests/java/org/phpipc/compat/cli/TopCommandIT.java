package org.phpipc.compat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.testing.Tool.REFUSED;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Php;
import org.phpipc.testing.Tmux;
import org.phpipc.testing.Tool;

/** {@code phpipc top} on a screen of tmux: keys are sent, the screen is read. */
class TopCommandIT {
  @RegisterExtension private static final Php php = new Php();
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  @RegisterExtension private final Tmux tmux = new Tmux();

  private void start(int columns, int lines) {
    String top = String.join(" ", Tool.command("top"));
    tmux.start(columns, lines, top + "; echo ended with $?; exec cat");
  }

  @Test
  void queueIsShownWithItsMessagesAndTheLatestDepth() throws Exception {
    IpcKey key = kernel.freeKey();
    php.run("$q = msg_get_queue(" + key.value() + "); msg_send($q, 7, ['a' => true]);");
    start(80, 24);
    selectQueue(key);
    String screen = tmux.await(text -> text.contains("type 7, 18 bytes: [\"a\" => true]"));
    assertThat(screen.lines().toList()).hasSizeLessThanOrEqualTo(24);
    php.run("for ($i = 0; $i < 20; $i++) msg_send($q, 1, $i);");
    assertThat(tmux.await(text -> row(text, key).contains(" 21 "))).contains("type 1, 4 bytes: 0");
    assertThat(MessageQueue.open(key).status().messages()).isEqualTo(21);
    tmux.send("q");
    tmux.await(text -> text.contains("ended with 0"));
  }

  private static String row(String screen, IpcKey key) {
    return screen.lines().filter(line -> line.contains(key + " ")).findFirst().orElse("");
  }

  /** Others may have queues as well: goes down until this one is selected. */
  private void selectQueue(IpcKey key) {
    String screen = tmux.await(text -> text.contains("messages of "));
    for (int i = 0; i < 200 && !screen.contains("messages of " + key); i++) {
      tmux.send("Down");
      screen = tmux.screen();
    }
    tmux.await(text -> row(text, key).startsWith(">") && text.contains("messages of " + key));
  }

  @Test
  void terminalThatIsTooSmallIsToldSo() throws Exception {
    start(50, 8);
    tmux.await(text -> text.contains("The terminal is too small: 60x10"));
    tmux.send("q");
    tmux.await(text -> text.contains("ended with 0"));
  }

  @Test
  void withoutATerminalItIsRefused() {
    Tool.Result top = Tool.run("top");
    assertThat(top.exit()).isEqualTo(REFUSED);
    assertThat(top.err()).startsWith("phpipc: top needs a terminal").hasLineCount(1);
  }
}
