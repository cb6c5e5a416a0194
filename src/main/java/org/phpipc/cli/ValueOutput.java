package org.phpipc.cli;

import com.google.gson.JsonObject;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** How a value is printed: the options --json and --raw. */
final class ValueOutput {
  @Option(names = "--json", description = "Print JSON for machines.")
  private boolean json;

  @Option(names = "--raw", description = "Take the bytes as they are, not as a serialized value.")
  private boolean raw;

  /**
   * Prints a payload in the form that was asked for.
   *
   * @param head what JSON begins with
   * @param line the form for people
   */
  void print(byte[] payload, Supplier<JsonObject> head, Supplier<String> line) {
    if (json) {
      JsonObject object = head.get();
      Payload.addTo(object, payload, raw);
      System.out.println(TypedJson.print(object));
    } else if (raw) {
      System.out.write(payload, 0, payload.length);
      System.out.flush();
    } else {
      System.out.println(line.get());
    }
  }
}
