package org.phpipc.cli.convert;

import com.google.gson.JsonObject;
import java.io.IOException;
import org.phpipc.cli.console.Notice;
import org.phpipc.cli.console.StandardStream;
import org.phpipc.cli.notation.JsonLines;
import org.phpipc.cli.notation.TypedJson;
import org.phpipc.cli.text.Count;
import org.phpipc.serialize.PhpReader;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.serialize.SerializeFormatException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code phpipc decode}: serialized bytes to typed JSON. */
@Command(
    name = "decode",
    header = "Turns serialized bytes into typed JSON.",
    mixinStandardHelpOptions = true,
    description = {
      "",
      "Reads what PHP's serialize() wrote from standard input and prints it as typed JSON:",
      "JSON that says the type of each value and has bytes in base64, so that nothing is lost.",
      "",
      "Bytes behind the value are ignored, as in PHP 8.2, and mentioned."
    },
    footer = {
      "",
      "Examples:  php -r 'echo serialize([1, true]);' | phpipc decode",
      "           phpipc decode --jsonl < lines      one {\"b64\":...} a line in,",
      "                                              one {\"json\":...} or {\"error\":...,\"offset\":N} out"
    })
public final class DecodeCommand implements Runnable {
  private static final PhpSerializer SERIALIZER = PhpSerializer.standard();

  @Option(names = "--jsonl", description = "Decode each line separately.")
  private boolean jsonl;

  @Override
  public void run() {
    if (jsonl) {
      JsonLines.convert(DecodeCommand::line);
      return;
    }
    byte[] bytes = StandardStream.input();
    PhpReader reader = SERIALIZER.reader(bytes, 0, bytes.length);
    System.out.println(TypedJson.print(TypedJson.toJson(SERIALIZER.next(reader))));
    long rest = bytes.length - reader.position();
    if (rest > 0) {
      Notice.say(
          Count.of(rest, "byte")
              + " behind the value "
              + Count.form(rest, "is", "are")
              + " ignored");
    }
  }

  private static JsonObject line(JsonObject in) throws IOException {
    byte[] bytes = JsonLines.bytes(in);
    JsonObject out = new JsonObject();
    try {
      PhpReader reader = SERIALIZER.reader(bytes, 0, bytes.length);
      out.add("json", TypedJson.toJson(SERIALIZER.next(reader)));
      if (reader.position() < bytes.length) {
        out.addProperty("consumed", reader.position());
      }
    } catch (SerializeFormatException e) {
      out.addProperty("error", e.getMessage());
      out.addProperty("offset", e.offset());
    }
    return out;
  }
}
