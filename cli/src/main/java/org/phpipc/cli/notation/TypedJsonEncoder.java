package org.phpipc.cli.notation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.phpipc.cli.notation.TypedJsonForm.*;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.PhpArray;
import org.phpipc.serialize.PhpCustom;
import org.phpipc.serialize.PhpEnum;
import org.phpipc.serialize.PhpObject;
import org.phpipc.serialize.PhpReference;
import org.phpipc.serialize.PhpString;
import org.phpipc.serialize.PropertyName;

/** Describes values in typed JSON. */
final class TypedJsonEncoder {

  private final IdentityHashMap<Object, Integer> objectIds = new IdentityHashMap<>();

  /** The places of each reference, in the order in which they are first met. */
  private final Map<PhpReference, List<JsonObject>> references = new LinkedHashMap<>();

  private final Deque<Open> open = new ArrayDeque<>();

  /** A container whose elements are being described. */
  private record Open(
      Iterator<Map.Entry<Object, @Nullable Object>> entries, JsonArray to, boolean properties) {}

  JsonObject encode(@Nullable Object value) {
    JsonObject json = describe(value);
    while (!open.isEmpty()) {
      Open innermost = open.peek();
      if (innermost.entries.hasNext()) {
        Map.Entry<Object, @Nullable Object> entry = innermost.entries.next();
        innermost.to.add(pair(entry.getKey(), entry.getValue(), innermost.properties));
      } else {
        open.pop();
      }
    }
    numberReferences();
    return json;
  }

  private JsonArray pair(Object key, @Nullable Object value, boolean property) {
    JsonArray pair = new JsonArray();
    if (property) {
      pair.add(base64(key));
      pair.add(PropertyName.parse(key).visibility().name().toLowerCase(Locale.ROOT));
    } else {
      pair.add(key instanceof Long ? typed(INT, VALUE_TEXT, key.toString()) : string(key));
    }
    pair.add(describe(value));
    return pair;
  }

  private JsonObject describe(@Nullable Object value) {
    if (value instanceof PhpReference reference) {
      return describeReference(reference);
    }
    if (value instanceof PhpArray array) {
      JsonObject json = typed(ARRAY);
      enter(json, ITEMS, array, false);
      return json;
    }
    if (value instanceof PhpObject || value instanceof PhpCustom) {
      Integer id = objectIds.get(value);
      return id == null ? describeObject(value) : typed(OBJECT_AGAIN, ID, id);
    }
    return describeScalar(value);
  }

  private JsonObject describeScalar(@Nullable Object value) {
    if (value == null) {
      return typed(NULL);
    }
    if (value instanceof Boolean bool) {
      JsonObject json = typed(BOOL);
      json.addProperty(VALUE_TEXT, bool);
      return json;
    }
    if (value instanceof Long) {
      return typed(INT, VALUE_TEXT, value.toString());
    }
    if (value instanceof Double number) {
      return typed(
          FLOAT, VALUE_TEXT, String.format(Locale.ROOT, "%016x", Double.doubleToLongBits(number)));
    }
    if (value instanceof String || value instanceof PhpString) {
      return string(value);
    }
    if (value instanceof PhpEnum enumCase) {
      JsonObject json = typed(ENUM, CLASS, enumCase.className());
      json.addProperty(CASE, enumCase.caseName());
      return json;
    }
    throw new IllegalArgumentException("not read from PHP: " + value.getClass().getName());
  }

  private JsonObject describeObject(Object value) {
    int id = objectIds.size() + 1;
    objectIds.put(value, id);
    if (value instanceof PhpCustom custom) {
      JsonObject json = typed(CUSTOM, ID, id);
      json.addProperty(CLASS, custom.className());
      json.addProperty(BYTES, base64(custom.payload()));
      custom.values().ifPresent(values -> enter(json, ITEMS, values, false));
      return json;
    }
    PhpObject object = (PhpObject) value;
    JsonObject json = typed(OBJECT, ID, id);
    json.addProperty(CLASS, object.className());
    // Both forms look alike in the bytes, but only one of them can have int keys.
    boolean byArray = object.properties().keySet().stream().anyMatch(Long.class::isInstance);
    json.addProperty(FORM, byArray ? BY_ARRAY : BY_PROPERTIES);
    enter(json, byArray ? ITEMS : PROPERTIES, object.properties(), !byArray);
    return json;
  }

  private void enter(
      JsonObject json, String member, Map<Object, @Nullable Object> entries, boolean properties) {
    JsonArray to = new JsonArray();
    json.add(member, to);
    open.push(new Open(entries.entrySet().iterator(), to, properties));
  }

  /** Adds the id later, once it is known whether the reference occurs again. */
  private JsonObject describeReference(PhpReference reference) {
    JsonObject json = typed(REFERENCE, ID, 0);
    List<JsonObject> places = references.get(reference);
    if (places == null) {
      places = new ArrayList<>();
      references.put(reference, places);
      places.add(json);
      json.add(VALUE, describe(reference.get()));
    } else {
      places.add(json);
    }
    return json;
  }

  private void numberReferences() {
    int id = 0;
    for (List<JsonObject> places : references.values()) {
      if (places.size() == 1) {
        unwrap(places.get(0));
      } else {
        id++;
        for (JsonObject place : places) {
          place.addProperty(ID, id);
        }
      }
    }
  }

  /** Replaces the description of a reference by that of its value. */
  private static void unwrap(JsonObject place) {
    JsonObject value = place.getAsJsonObject(VALUE);
    for (String member : List.copyOf(place.keySet())) {
      place.remove(member);
    }
    value.entrySet().forEach(member -> place.add(member.getKey(), member.getValue()));
  }

  private static JsonObject string(Object value) {
    return typed(STRING, BYTES, base64(value));
  }

  private static String base64(Object textOrBytes) {
    byte[] bytes =
        textOrBytes instanceof PhpString string
            ? string.toByteArray()
            : textOrBytes.toString().getBytes(UTF_8);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static JsonObject typed(String type) {
    JsonObject json = new JsonObject();
    json.addProperty(TYPE, type);
    return json;
  }

  private static JsonObject typed(String type, String member, String value) {
    JsonObject json = typed(type);
    json.addProperty(member, value);
    return json;
  }

  private static JsonObject typed(String type, String member, int value) {
    JsonObject json = typed(type);
    json.addProperty(member, value);
    return json;
  }
}
