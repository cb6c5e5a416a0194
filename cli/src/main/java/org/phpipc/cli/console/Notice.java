package org.phpipc.cli.console;

import org.phpipc.cli.text.ValueText;

/** What the tool says beside its output: sentences on standard error that begin with its name. */
public final class Notice {
  private Notice() {}

  /** Says it; what is quoted from others in it has no say over the terminal. */
  public static void say(String sentence) {
    System.err.println("phpipc: " + ValueText.sentences(sentence));
  }
}
