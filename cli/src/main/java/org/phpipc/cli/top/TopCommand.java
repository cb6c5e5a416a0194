package org.phpipc.cli.top;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Attributes;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;
import org.phpipc.cli.console.Refusal;
import org.phpipc.cli.console.Terminal;
import picocli.CommandLine.Command;

/** {@code phpipc top}. */
@Command(
    name = "top",
    header = "Shows the queues on a full screen: depth, rate, history, messages of one of them.",
    mixinStandardHelpOptions = true,
    description = {"", "The arrows or j and k select a queue, q quits. Nothing is consumed."},
    footer = {"", "Example:  phpipc top"})
public final class TopCommand implements Runnable {
  private static final long LOOK_MILLIS = 1000;
  private static final long KEY_MILLIS = 50;
  private static final int ESCAPE = 27;

  private final TopScreen screen = new TopScreen();
  private boolean quit;

  @Override
  public void run() {
    if (!Terminal.isInput() || !Terminal.isOutput()) {
      throw new Refusal("top needs a terminal; phpipc list --watch does not");
    }
    try (org.jline.terminal.Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      Attributes before = terminal.enterRawMode();
      terminal.puts(Capability.enter_ca_mode);
      terminal.puts(Capability.cursor_invisible);
      try {
        show(terminal);
      } finally {
        terminal.puts(Capability.cursor_visible);
        terminal.puts(Capability.exit_ca_mode);
        terminal.setAttributes(before);
      }
    } catch (IOException e) {
      throw Refusal.of("the terminal cannot be used", e);
    }
  }

  private void show(org.jline.terminal.Terminal terminal) throws IOException {
    NonBlockingReader keys = terminal.reader();
    while (!quit) {
      long looked = System.nanoTime();
      screen.look(looked);
      for (long left = LOOK_MILLIS; left > 0 && !quit; left = LOOK_MILLIS - millisSince(looked)) {
        draw(terminal);
        handle(keys.read(left), keys);
      }
    }
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  private void handle(int key, NonBlockingReader keys) throws IOException {
    int meant = key == ESCAPE ? arrow(keys) : key;
    switch (meant) {
      case 'q', NonBlockingReader.EOF -> quit = true;
      case 'k', 'A' -> screen.select(-1);
      case 'j', 'B' -> screen.select(1);
      default -> {}
    }
  }

  /** The last character of an arrow's three. */
  private static int arrow(NonBlockingReader keys) throws IOException {
    keys.read(KEY_MILLIS);
    return keys.read(KEY_MILLIS);
  }

  private void draw(org.jline.terminal.Terminal terminal) {
    int columns = terminal.getWidth();
    int height = terminal.getHeight();
    List<String> lines = screen.lines(columns, height);
    for (int row = 0; row < height; row++) {
      terminal.puts(Capability.cursor_address, row, 0);
      if (row < lines.size()) {
        AttributedString line = new AttributedString(lines.get(row));
        terminal.writer().print(line.columnSubSequence(0, columns));
      }
      terminal.puts(Capability.clr_eol);
    }
    terminal.flush();
  }
}
