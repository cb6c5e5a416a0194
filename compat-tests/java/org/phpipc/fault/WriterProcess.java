package org.phpipc.fault;

import java.io.IOException;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.SharedVariables;

/** Writes the variables of a segment again and again. The PHP twin is {@code writer.php}. */
final class WriterProcess {
  private WriterProcess() {}

  /**
   * A process.
   *
   * @param args ledger, key
   */
  public static void main(String[] args) throws IOException {
    IpcKey key = new IpcKey(Integer.parseInt(args[1]));
    try (Ledger written = new Ledger(args[0]);
        SharedVariables variables = SharedVariables.open(key)) {
      for (long round = 1; true; round++) {
        for (long variable = 1; variables.contains(variable); variable++) {
          variables.put(variable, variables.get(variable).orElseThrow());
        }
        written.note(round);
      }
    }
  }
}
