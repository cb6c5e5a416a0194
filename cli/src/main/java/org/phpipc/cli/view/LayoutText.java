package org.phpipc.cli.view;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Locale;
import org.phpipc.cli.text.TextTable;
import org.phpipc.sysv.VariableLayout;

/** A drawing of a segment with PHP's variables, as text and as JSON. */
public final class LayoutText {
  private LayoutText() {}

  public static TextTable table(VariableLayout layout) {
    TextTable table = new TextTable("OFFSET", "PART", "KEY", "LENGTH", "PADDING", "CONTENT");
    layout.header().ifPresent(header -> table.add(0, "header", "", "", "", fields(header)));
    for (VariableLayout.Chunk chunk : layout.chunks()) {
      byte[] value = chunk.value();
      table.add(
          chunk.offset(), "chunk", chunk.key(), value.length, chunk.padding(), Payload.text(value));
    }
    layout
        .damage()
        .ifPresentOrElse(
            damage -> table.add(damage.offset(), "DAMAGED", "", "", "", damage.detail()),
            () -> addTail(table, layout));
    return table;
  }

  private static String fields(VariableLayout.Header header) {
    return String.format(
        Locale.ROOT,
        "magic %s, start %d, end %d, free %d, total %d",
        header.magic(),
        header.start(),
        header.end(),
        header.free(),
        header.total());
  }

  /** What lies behind the variables: room for more, and what is not the table's. */
  private static void addTail(TextTable table, VariableLayout layout) {
    VariableLayout.Header header = layout.header().orElseThrow();
    table.add(header.end(), "free", "", header.free(), "", "");
    if (header.total() < layout.segmentBytes()) {
      table.add(header.total(), "unused", "", layout.segmentBytes() - header.total(), "", "");
    }
  }

  public static JsonObject json(VariableLayout layout) {
    JsonObject json = new JsonObject();
    json.addProperty("bytes", layout.segmentBytes());
    layout.header().ifPresent(header -> json.add("header", json(header)));
    JsonArray chunks = new JsonArray();
    layout.chunks().forEach(chunk -> chunks.add(json(chunk)));
    json.add("chunks", chunks);
    layout
        .damage()
        .ifPresent(
            damage -> {
              json.addProperty("damage", damage.detail());
              json.addProperty("damage_offset", damage.offset());
            });
    return json;
  }

  private static JsonObject json(VariableLayout.Header header) {
    JsonObject json = new JsonObject();
    json.addProperty("magic", header.magic());
    json.addProperty("start", header.start());
    json.addProperty("end", header.end());
    json.addProperty("free", header.free());
    json.addProperty("total", header.total());
    return json;
  }

  private static JsonObject json(VariableLayout.Chunk chunk) {
    JsonObject json = ShmText.json(chunk.key());
    json.addProperty("offset", chunk.offset());
    json.addProperty("bytes", chunk.bytes());
    json.addProperty("padding", chunk.padding());
    Payload.addTo(json, chunk.value(), false);
    return json;
  }
}
