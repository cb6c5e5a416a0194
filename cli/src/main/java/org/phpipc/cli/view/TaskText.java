package org.phpipc.cli.view;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.phpipc.cli.text.Count;
import org.phpipc.cli.text.TextTable;
import org.phpipc.cli.text.ValueText;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.serialize.PhpString;
import org.phpipc.serialize.SerializeFormatException;
import org.phpipc.swoole.Detection;
import org.phpipc.swoole.SpilledFile;
import org.phpipc.swoole.TaskFlag;
import org.phpipc.swoole.TaskPacket;
import org.phpipc.swoole.WireGeneration;

/** Task packets as text and as JSON. Files that they name are not looked at. */
public final class TaskText {
  private static final PhpSerializer SERIALIZER = PhpSerializer.standard();

  private TaskText() {}

  /** The fields by each generation that may have made it. */
  public static String table(byte[] packet, Detection detection) {
    StringBuilder text = new StringBuilder();
    for (WireGeneration generation : detection.candidates()) {
      text.append(text.isEmpty() ? "" : System.lineSeparator()).append(table(packet, generation));
    }
    return text.toString();
  }

  private static TextTable table(byte[] bytes, WireGeneration generation) {
    TaskPacket packet = generation.decode(bytes);
    TextTable table = new TextTable("generation", generation.releases());
    table.add("event", packet.event() + " (" + generation.number(packet.event()) + ")");
    table.add("task id", packet.taskId());
    table.add("source worker", packet.sourceWorker());
    table.add("flags", packet.flags() + " (" + packet.flagBits() + ")");
    table.add("time", time(packet));
    table.add("bytes", generation.headerBytes() + " + " + packet.data().length);
    table.add(packet.has(TaskFlag.TMPFILE) ? "temp file" : "value", value(packet, generation));
    return table;
  }

  /** One line, where the bytes look like a packet. */
  static Optional<String> line(byte[] bytes) {
    Detection detection = WireGeneration.detect(bytes);
    return detection.candidates().stream()
        .findFirst()
        .map(
            generation -> {
              TaskPacket packet = generation.decode(bytes);
              return packet.event()
                  + " packet of Swoole "
                  + detection
                  + ", id "
                  + packet.taskId()
                  + ", worker "
                  + packet.sourceWorker()
                  + ": "
                  + value(packet, generation);
            });
  }

  /** As an object with the fields by each generation that may have made it. */
  public static JsonObject json(byte[] packet, Detection detection) {
    JsonArray readings = new JsonArray();
    for (WireGeneration generation : detection.candidates()) {
      readings.add(json(packet, generation));
    }
    JsonObject json = new JsonObject();
    json.addProperty("ambiguous", detection.isAmbiguous());
    json.add("readings", readings);
    return json;
  }

  private static JsonObject json(byte[] bytes, WireGeneration generation) {
    TaskPacket packet = generation.decode(bytes);
    JsonObject json = new JsonObject();
    json.addProperty("generation", generation.version());
    json.addProperty("releases", generation.releases());
    json.addProperty("event", packet.event().name());
    json.addProperty("task_id", packet.taskId());
    json.addProperty("source_worker", packet.sourceWorker());
    JsonArray flags = new JsonArray();
    packet.flags().forEach(flag -> flags.add(flag.name()));
    json.add("flags", flags);
    json.addProperty("flag_bits", packet.flagBits());
    if (generation.hasTime()) {
      json.addProperty(
          "time", Double.isFinite(packet.time()) ? packet.time() : null); // As JSON has it.
    }
    json.addProperty("b64", Base64.getEncoder().encodeToString(packet.data()));
    if (packet.has(TaskFlag.TMPFILE)) {
      SpilledFile file = generation.decodeSpilled(packet.data());
      json.addProperty("file", file.path().toString());
      json.addProperty("file_bytes", file.length());
    }
    return json;
  }

  private static String time(TaskPacket packet) {
    double time = packet.time();
    return time == 0 || !Double.isFinite(time)
        ? "-"
        : Instant.ofEpochMilli((long) (time * 1e3)).toString();
  }

  private static String value(TaskPacket packet, WireGeneration generation) {
    if (packet.has(TaskFlag.TMPFILE)) {
      SpilledFile file = generation.decodeSpilled(packet.data());
      return ValueText.visible(file.path().toString()) + " with " + Count.of(file.length(), "byte");
    }
    if (!packet.has(TaskFlag.SERIALIZE)) {
      return ValueText.of(PhpString.textOrBytes(packet.data()));
    }
    try {
      return ValueText.of(SERIALIZER.read(packet.data()));
    } catch (SerializeFormatException e) {
      return "broken: " + e.getMessage();
    }
  }
}
