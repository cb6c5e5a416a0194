package org.phpipc.cli.notation;

import static org.phpipc.cli.notation.TypedJsonForm.*;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.PhpArray;
import org.phpipc.serialize.PhpCustom;
import org.phpipc.serialize.PhpEnum;
import org.phpipc.serialize.PhpObject;
import org.phpipc.serialize.PhpReference;
import org.phpipc.serialize.PhpString;
import org.phpipc.serialize.PropertyName;

/** Builds values from their description in typed JSON. */
final class TypedJsonDecoder {

  private static final int FLOAT_HEX_DIGITS = 16;

  private final Map<Integer, Object> objects = new HashMap<>();
  private final Map<Integer, PhpReference> references = new HashMap<>();
  private final Deque<Open> open = new ArrayDeque<>();

  /** The path of the description that is being decoded, from the innermost container. */
  private String place = "";

  /** A container whose elements are being decoded. */
  private static final class Open {
    final Map<Object, @Nullable Object> to;
    final JsonArray from;
    final boolean properties;

    /** The way to {@link #from} from the element of the container around. */
    final String place;

    int next;

    Open(Map<Object, @Nullable Object> to, JsonArray from, boolean properties, String place) {
      this.to = to;
      this.from = from;
      this.properties = properties;
      this.place = place;
    }
  }

  @Nullable Object decode(JsonElement json) {
    Object value = value(json);
    while (!open.isEmpty()) {
      Open innermost = open.peek();
      if (innermost.next < innermost.from.size()) {
        place = "[" + innermost.next + "]";
        decodePair(innermost, innermost.from.get(innermost.next));
      } else {
        open.pop();
      }
    }
    return value;
  }

  private void decodePair(Open container, JsonElement json) {
    int length = container.properties ? 3 : 2;
    if (!(json instanceof JsonArray pair) || pair.size() != length) {
      throw failure("expected an array of " + length);
    }
    Object key = container.properties ? name(pair) : key(pair.get(0));
    String outer = place;
    place = outer + "[" + (length - 1) + "]";
    // The paths of what follows start from this pair, so it counts as taken only afterwards.
    Object value = value(pair.get(length - 1));
    container.to.put(key, value);
    container.next++;
  }

  private Object name(JsonArray property) {
    PhpString stored = PhpString.of(base64(property.get(0), "the name"));
    String visibility = text(property.get(1), "the visibility");
    if (!PropertyName.parse(stored).visibility().name().equalsIgnoreCase(visibility)) {
      throw failure("the name is not " + visibility);
    }
    return stored;
  }

  private Object key(JsonElement json) {
    Object key = json instanceof JsonObject object ? scalar(object, type(object)) : null;
    if (!(key instanceof Long || key instanceof String || key instanceof PhpString)) {
      throw failure("a key must be an int or a str");
    }
    return key;
  }

  private @Nullable Object value(JsonElement element) {
    if (!(element instanceof JsonObject json)) {
      throw failure("expected an object that describes a value");
    }
    String type = type(json);
    return switch (type) {
      case ARRAY -> {
        PhpArray array = new PhpArray();
        enter(array, json, ITEMS, false);
        yield array;
      }
      case OBJECT -> object(json);
      case CUSTOM -> custom(json);
      case OBJECT_AGAIN -> known(objects, json);
      case REFERENCE -> reference(json);
      default -> scalar(json, type);
    };
  }

  private @Nullable Object scalar(JsonObject json, String type) {
    return switch (type) {
      case NULL -> null;
      case BOOL -> {
        if (member(json, VALUE_TEXT) instanceof JsonPrimitive value && value.isBoolean()) {
          yield value.getAsBoolean();
        }
        throw failure("expected true or false as " + VALUE_TEXT);
      }
      case INT -> integer(text(json, VALUE_TEXT));
      case FLOAT -> floatingPoint(text(json, VALUE_TEXT));
      case STRING -> PhpString.textOrBytes(base64(member(json, BYTES), BYTES));
      case ENUM -> {
        String caseName = text(json, CASE);
        yield ofClass(json, name -> new PhpEnum(name, caseName));
      }
      default -> throw failure("no such type: " + type);
    };
  }

  private Long integer(String decimal) {
    try {
      return Long.valueOf(decimal);
    } catch (NumberFormatException e) {
      throw failure("not an int of 64 bits: " + decimal);
    }
  }

  private Double floatingPoint(String hex) {
    try {
      if (hex.length() == FLOAT_HEX_DIGITS) {
        return Double.longBitsToDouble(Long.parseUnsignedLong(hex, 16));
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw failure("not " + FLOAT_HEX_DIGITS + " hex digits: " + hex);
  }

  private Object object(JsonObject json) {
    String form = text(json, FORM);
    boolean byArray = form.equals(BY_ARRAY);
    if (!byArray && !form.equals(BY_PROPERTIES)) {
      throw failure("no such form: " + form);
    }
    PhpObject object = ofClass(json, PhpObject::new);
    remember(json, object);
    enter(object.properties(), json, byArray ? ITEMS : PROPERTIES, !byArray);
    return object;
  }

  private Object custom(JsonObject json) {
    PhpString payload = PhpString.of(base64(member(json, BYTES), BYTES));
    if (!json.has(ITEMS)) {
      return remember(json, ofClass(json, name -> new PhpCustom(name, payload)));
    }
    PhpArray values = new PhpArray();
    Object custom = remember(json, ofClass(json, name -> new PhpCustom(name, payload, values)));
    enter(values, json, ITEMS, false);
    return custom;
  }

  private <T> T ofClass(JsonObject json, Function<String, T> constructor) {
    try {
      return constructor.apply(text(json, CLASS));
    } catch (TypedJsonException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw failure(e.getMessage());
    }
  }

  private void enter(
      Map<Object, @Nullable Object> to, JsonObject json, String member, boolean properties) {
    if (!(member(json, member) instanceof JsonArray from)) {
      throw failure("expected an array as " + member);
    }
    open.push(new Open(to, from, properties, place + "." + member));
  }

  private Object remember(JsonObject json, Object object) {
    if (objects.put(id(json), object) != null) {
      throw failure("another object has the id " + id(json));
    }
    return object;
  }

  private PhpReference reference(JsonObject json) {
    if (!json.has(VALUE)) {
      return known(references, json);
    }
    PhpReference reference = new PhpReference(null);
    if (references.put(id(json), reference) != null) {
      throw failure("another reference has the id " + id(json));
    }
    place += "." + VALUE;
    if (json.get(VALUE) instanceof JsonObject value && type(value).equals(REFERENCE)) {
      throw failure("there is no reference to a reference");
    }
    reference.set(value(json.get(VALUE)));
    return reference;
  }

  private <T> T known(Map<Integer, T> all, JsonObject json) {
    T value = all.get(id(json));
    if (value == null) {
      throw failure("nothing before has the id " + id(json));
    }
    return value;
  }

  private String type(JsonObject json) {
    return text(json, TYPE);
  }

  private int id(JsonObject json) {
    if (member(json, ID) instanceof JsonPrimitive id && id.isNumber()) {
      try {
        return id.getAsInt();
      } catch (NumberFormatException e) {
        // Reported below.
      }
    }
    throw failure("expected a number as " + ID);
  }

  private JsonElement member(JsonObject json, String name) {
    JsonElement member = json.get(name);
    if (member == null) {
      throw failure("expected the member " + name);
    }
    return member;
  }

  private String text(JsonObject json, String name) {
    return text(member(json, name), name);
  }

  private String text(JsonElement json, String what) {
    if (json instanceof JsonPrimitive value && value.isString()) {
      return value.getAsString();
    }
    throw failure("expected a text as " + what);
  }

  private byte[] base64(JsonElement json, String what) {
    String text = text(json, what);
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw failure("expected base64 as " + what);
    }
  }

  private TypedJsonException failure(@Nullable String what) {
    StringBuilder path = new StringBuilder("$");
    for (Iterator<Open> outer = open.descendingIterator(); outer.hasNext(); ) {
      path.append(outer.next().place);
    }
    return new TypedJsonException(String.valueOf(what), path.append(place).toString());
  }
}
