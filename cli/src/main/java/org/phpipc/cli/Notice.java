package org.phpipc.cli;

/** What the tool says beside its output: sentences on standard error that begin with its name. */
final class Notice {
  private Notice() {}

  /** Says it; what is quoted from others in it has no say over the terminal. */
  static void say(String sentence) {
    System.err.println("phpipc: " + ValueText.sentences(sentence));
  }
}
