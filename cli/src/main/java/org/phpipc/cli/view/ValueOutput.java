package org.phpipc.cli.view;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.phpipc.cli.console.Output;
import org.phpipc.cli.notation.TypedJson;
import picocli.CommandLine.Option;

/** How a value is printed: the options --json, --raw and --pretty. */
public final class ValueOutput {
  private static final String INDENT = "  ";

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(names = "--raw", description = "Write the bytes unchanged instead of a value.")
  private boolean raw;

  @Option(names = "--pretty", description = "Print the whole value, over several lines.")
  private boolean pretty;

  /**
   * A payload in the form that was asked for, as it is written.
   *
   * @param head what JSON begins with
   * @param title what stands before the value for people; may be empty
   */
  byte[] form(byte[] payload, Supplier<JsonObject> head, String title) {
    if (raw && !json) {
      return payload;
    }
    String text = json ? json(payload, head.get()) : text(payload, title);
    return (text + System.lineSeparator()).getBytes(StandardCharsets.UTF_8);
  }

  /** Prints a payload in the form that was asked for. */
  public void print(byte[] payload, Supplier<JsonObject> head) {
    Output.write(form(payload, head, ""));
  }

  private String json(byte[] payload, JsonObject object) {
    Payload.addTo(object, payload, raw);
    return TypedJson.print(object);
  }

  private String text(byte[] payload, String title) {
    if (!pretty) {
      return (title.isEmpty() ? "" : title + ": ") + Payload.text(payload);
    } else if (title.isEmpty()) {
      return Payload.pretty(payload);
    }
    return title + "\n" + INDENT + Payload.pretty(payload).replace("\n", "\n" + INDENT);
  }
}
