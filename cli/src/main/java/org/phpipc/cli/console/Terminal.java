package org.phpipc.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Help.Ansi;

/**
 * Whether somebody sits in front of the tool. {@link System#console} answers differently from Java
 * 22 on, the kernel does not.
 */
public final class Terminal {
  private Terminal() {}

  public static boolean isInput() {
    return isTerminal(0);
  }

  public static boolean isOutput() {
    return isTerminal(1);
  }

  static boolean isError() {
    return isTerminal(2);
  }

  /** The word in a colour of picocli's, if standard output can show it and nobody wants none. */
  public static String styled(String style, String word) {
    Ansi ansi = isOutput() && !isColourUnwanted() ? Ansi.ON : Ansi.OFF;
    return ansi.string("@|" + style + " " + word + "|@");
  }

  /** NO_COLOR switches colours off if it is not empty (no-color.org), and so do dumb terminals. */
  private static boolean isColourUnwanted() {
    String noColor = System.getenv("NO_COLOR");
    return (noColor != null && !noColor.isEmpty()) || "dumb".equals(System.getenv("TERM"));
  }

  private static boolean isTerminal(int descriptor) {
    try {
      Path file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
      return file.startsWith("/dev/pts") || file.toString().startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }
}
