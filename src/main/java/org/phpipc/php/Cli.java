package org.phpipc.php;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phpipc.process.ProcessTitle;

/** What only PHP's command line has: the title of the process. */
public final class Cli {
  private Cli() {}

  /**
   * {@code cli_set_process_title}: what {@code ps} shows, as UTF-8, up to a NUL and as far as the
   * memory of the arguments and the environment reaches.
   *
   * @return false after a warning if nobody knows where that memory is, as under an emulator
   */
  public static boolean cli_set_process_title(String title) {
    Optional<ProcessTitle> own = title("cli_set_process_title");
    own.ifPresent(known -> known.set(title.getBytes(StandardCharsets.UTF_8)));
    return own.isPresent();
  }

  /** {@code cli_get_process_title}: empty if none was set; null after a warning. */
  public static @Nullable String cli_get_process_title() {
    return title("cli_get_process_title")
        .map(own -> new String(own.get(), StandardCharsets.UTF_8))
        .orElse(null);
  }

  private static Optional<ProcessTitle> title(String function) {
    Optional<ProcessTitle> own = ProcessTitle.find();
    if (own.isEmpty()) {
      PhpWarnings.warn(function, function + " had an error: Not initialized correctly");
    }
    return own;
  }
}
