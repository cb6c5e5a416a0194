package org.phpipc.cli.view;

import com.google.gson.JsonObject;
import java.util.Base64;
import org.phpipc.cli.notation.TypedJson;
import org.phpipc.cli.text.HexDump;
import org.phpipc.cli.text.PrettyValue;
import org.phpipc.cli.text.ValueText;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.serialize.PhpString;
import org.phpipc.serialize.SerializeFormatException;
import org.phpipc.swoole.Detection;
import org.phpipc.swoole.WireGeneration;

/** Bytes that are a serialized value or a task packet, or should be: as text and as JSON. */
public final class Payload {
  private static final PhpSerializer STRICT =
      PhpSerializer.builder().trailingDataRefused(true).build();

  private Payload() {}

  /** On one line; bytes that are neither value nor packet are shown as text or counted. */
  static String text(byte[] payload) {
    try {
      return ValueText.of(STRICT.read(payload));
    } catch (SerializeFormatException e) {
      return TaskText.line(payload).orElseGet(() -> raw(payload));
    }
  }

  /** Over several lines, with bytes in hex where they are neither value, packet nor text. */
  static String pretty(byte[] payload) {
    try {
      return PrettyValue.of(STRICT.read(payload));
    } catch (SerializeFormatException e) {
      Detection detection = WireGeneration.detect(payload);
      if (!detection.candidates().isEmpty()) {
        return TaskText.table(payload, detection).stripTrailing();
      }
    }
    return PhpString.textOrBytes(payload) instanceof String text
        ? ValueText.whole(text)
        : HexDump.of(payload);
  }

  private static String raw(byte[] payload) {
    return "raw " + ValueText.of(PhpString.textOrBytes(payload));
  }

  /** Whether the bytes are one serialized value. */
  static boolean isSerialized(byte[] payload) {
    try {
      STRICT.read(payload);
      return true;
    } catch (SerializeFormatException e) {
      return false;
    }
  }

  /** What sort of bytes they are: {@code PHP values} where they are one. */
  public static String kind(byte[] payload) {
    if (isSerialized(payload)) {
      return "PHP values";
    }
    Detection detection = WireGeneration.detect(payload);
    if (!detection.candidates().isEmpty()) {
      return "tasks of Swoole " + detection;
    }
    return PhpString.of(payload).isUtf8() ? "text" : "other bytes";
  }

  /** Adds size, bytes, and the value or the task packet where the bytes are one. */
  static void addTo(JsonObject json, byte[] payload, boolean raw) {
    json.addProperty("size", payload.length);
    json.addProperty("b64", Base64.getEncoder().encodeToString(payload));
    if (raw) {
      return;
    }
    try {
      json.add("json", TypedJson.toJson(STRICT.read(payload)));
    } catch (SerializeFormatException e) {
      json.addProperty("error", e.getMessage());
      json.addProperty("offset", e.offset());
      Detection detection = WireGeneration.detect(payload);
      if (!detection.candidates().isEmpty()) {
        json.add("swoole", TaskText.json(payload, detection));
      }
    }
  }
}
