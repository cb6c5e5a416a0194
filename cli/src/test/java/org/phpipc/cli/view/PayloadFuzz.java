package org.phpipc.cli.view;

import com.google.gson.JsonObject;
import org.phpipc.cli.notation.TypedJson;
import org.phpipc.cli.text.ValueText;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.serialize.SerializeFormatException;

/**
 * Shows any bytes as the tool shows a message: as text and as JSON, and why they are no value.
 * Nothing in it makes a terminal do more than show it.
 */
public final class PayloadFuzz {
  private PayloadFuzz() {}

  /** One input. */
  public static void fuzzerTestOneInput(byte[] input) {
    requireHarmless(Payload.text(input));
    JsonObject json = new JsonObject();
    Payload.addTo(json, input, false);
    TypedJson.parse(TypedJson.print(json));
    try {
      PhpSerializer.standard().read(input);
    } catch (SerializeFormatException e) {
      requireHarmless(e.getMessage());
    }
  }

  private static void requireHarmless(String text) {
    if (text.codePoints().anyMatch(Character::isISOControl)) {
      throw new AssertionError("a terminal obeys " + ValueText.visible(text));
    }
  }
}
