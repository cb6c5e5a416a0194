package org.phpipc.cli.text;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.PhpArray;
import org.phpipc.serialize.PhpObject;
import org.phpipc.serialize.PhpReference;

/**
 * A value over several lines for people, one element a line, nothing left out but what is nested
 * too deep. What is there twice, an object or a reference, is spelled out once.
 */
public final class PrettyValue {
  private static final int DEEPEST = 64;
  private static final String INDENT = "  ";

  private final StringBuilder text = new StringBuilder();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private PrettyValue() {}

  public static String of(@Nullable Object value) {
    PrettyValue pretty = new PrettyValue();
    pretty.add(value, 0);
    return pretty.text.toString();
  }

  private void add(@Nullable Object value, int depth) {
    if (value instanceof PhpReference reference) {
      text.append('&');
      add(isKnown(reference) ? "…" : reference.get(), depth);
    } else if (value instanceof PhpArray array) {
      addElements("[", array, array.isList(), "]", depth);
    } else if (value instanceof PhpObject object) {
      String name = ValueText.visible(object.className());
      if (isKnown(object)) {
        text.append(name).append(" {…} (as above)");
      } else {
        addElements(name + " {", object.properties(), false, "}", depth);
      }
    } else {
      text.append(ValueText.whole(value));
    }
  }

  private boolean isKnown(Object shared) {
    return !seen.add(shared);
  }

  private void addElements(
      String begin, Map<Object, @Nullable Object> elements, boolean list, String end, int depth) {
    text.append(begin);
    if (depth == DEEPEST) {
      text.append('…').append(end);
      return;
    }
    for (Map.Entry<Object, @Nullable Object> element : elements.entrySet()) {
      text.append('\n').append(INDENT.repeat(depth + 1));
      if (!list) {
        text.append(ValueText.key(element.getKey())).append(" => ");
      }
      add(element.getValue(), depth + 1);
    }
    if (!elements.isEmpty()) {
      text.append('\n').append(INDENT.repeat(depth));
    }
    text.append(end);
  }
}
