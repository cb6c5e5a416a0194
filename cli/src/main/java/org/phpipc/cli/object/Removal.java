package org.phpipc.cli.object;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;
import org.phpipc.cli.console.Refusal;
import org.phpipc.cli.console.Terminal;
import org.phpipc.cli.object.KernelObject.Kind;
import picocli.CommandLine.Option;

/** What must be asked before an object is destroyed: the options --yes and --force. */
public final class Removal {
  @Option(names = "--yes", description = "Do not ask for confirmation. Scripts are never asked.")
  private boolean yes;

  @Option(names = "--force", description = "Also where a live process uses it; do not ask.")
  private boolean force;

  /**
   * Returns where the object may be destroyed.
   *
   * @throws Refusal where somebody uses it, or the answer was no
   */
  public void confirm(Kind kind, int id) {
    Optional<KernelObject> found = new KernelObjects(false).find(kind, id);
    if (force || found.isEmpty()) {
      return;
    }
    KernelObject object = found.get();
    String name = object.name() + " with key " + object.key() + " and id " + id;
    if (!object.users().isEmpty()) {
      throw new Refusal(name + " is in use: " + object.users() + "; --force removes it");
    } else if (!yes && Terminal.isInput() && !isConfirmed(name + ", " + object.size())) {
      throw new Refusal("not removed");
    }
  }

  private static boolean isConfirmed(String what) {
    System.err.print("Remove " + what + "? [y/N] ");
    System.err.flush();
    try {
      var in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
      String answer = in.readLine();
      return answer != null && answer.toLowerCase(Locale.ROOT).startsWith("y");
    } catch (IOException e) {
      return false;
    }
  }
}
