package org.phpipc.swoole;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** The recorded packets of compat-tests/golden. */
public record GoldenPackets(JsonObject line) {
  private static final Path FILE = Path.of("compat-tests/golden/swoole-packets.jsonl");

  /** Every packet. */
  public static List<GoldenPackets> all() {
    try {
      return Files.readAllLines(FILE).stream()
          .map(line -> new GoldenPackets(JsonParser.parseString(line).getAsJsonObject()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The generation that the line names. */
  public WireGeneration generation() {
    String version = text("generation");
    return Arrays.stream(WireGeneration.values())
        .filter(generation -> generation.version().equals(version))
        .findFirst()
        .orElseThrow();
  }

  /** The packet. */
  public byte[] bytes() {
    return Base64.getDecoder().decode(text("b64"));
  }

  /** The payload, wherever it is. */
  public byte[] payload() {
    return Base64.getDecoder().decode(text("payload_b64"));
  }

  /** Its event. */
  public TaskEvent event() {
    return TaskEvent.valueOf(text("event"));
  }

  /** A member. */
  public String text(String member) {
    return line.get(member).getAsString();
  }

  /** A member. */
  public long number(String member) {
    return line.get(member).getAsLong();
  }

  /** A member. */
  public boolean is(String member) {
    return line.get(member).getAsBoolean();
  }

  @Override
  public String toString() {
    String release = line.has("version") ? text("version") : text("versions");
    return release + " " + text("origin") + ": " + text("note");
  }
}
