package org.phpipc.php;

import java.nio.charset.StandardCharsets;
import org.phpipc.process.ProcessTitle;

/** What only PHP's command line has: the title of the process. */
public final class Cli {
  private Cli() {}

  /**
   * {@code cli_set_process_title}: what {@code ps} shows, as UTF-8, up to a NUL and as far as the
   * memory of the arguments and the environment reaches.
   */
  public static boolean cli_set_process_title(String title) {
    ProcessTitle.own().set(title.getBytes(StandardCharsets.UTF_8));
    return true;
  }

  /** {@code cli_get_process_title}: empty where none was set. */
  public static String cli_get_process_title() {
    return new String(ProcessTitle.own().get(), StandardCharsets.UTF_8);
  }
}
