package org.phpipc.cli;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** How a value is printed: the options --json and --raw. */
final class ValueOutput {
  @Option(names = "--json", description = "Print JSON for machines.")
  private boolean json;

  @Option(names = "--raw", description = "Take the bytes as they are, not as a serialized value.")
  private boolean raw;

  /**
   * A payload in the form that was asked for, as it is written.
   *
   * @param head what JSON begins with
   * @param line the form for people
   */
  byte[] form(byte[] payload, Supplier<JsonObject> head, Supplier<String> line) {
    if (raw && !json) {
      return payload;
    }
    String text = line(payload, head, line) + System.lineSeparator();
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Prints a payload in the form that was asked for. */
  void print(byte[] payload, Supplier<JsonObject> head, Supplier<String> line) {
    Output.write(form(payload, head, line));
  }

  private String line(byte[] payload, Supplier<JsonObject> head, Supplier<String> line) {
    if (!json) {
      return line.get();
    }
    JsonObject object = head.get();
    Payload.addTo(object, payload, raw);
    return TypedJson.print(object);
  }
}
