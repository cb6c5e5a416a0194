package org.phpipc.sysv;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Uses any bytes as a segment of PHP's variables: every operation, whatever the segment says. */
public final class VariableTableFuzz {
  private static final byte[] VALUE = new byte[20];

  private VariableTableFuzz() {}

  /** One input. */
  public static void fuzzerTestOneInput(byte[] input) {
    attempt(input, table -> table.chunks().forEach(table::value));
    attempt(input, table -> table.get(1));
    attempt(input, table -> table.contains(-1));
    attempt(input, table -> table.put(1, VALUE));
    attempt(input, table -> table.remove(1));
    attempt(input, VariableTable::layout);
    changeAndLook(input);
  }

  /** What was put is there, as long as the table accepts it. */
  private static void changeAndLook(byte[] input) {
    attempt(
        input,
        table -> {
          if (table.put(7, VALUE) && table.get(7).isEmpty()) {
            throw new AssertionError("what was put is not there");
          }
        });
  }

  private static void attempt(byte[] input, Consumer<VariableTable> use) {
    try {
      use.accept(new VariableTable(ByteBuffer.wrap(input.clone()), "fuzz"));
    } catch (VariableTableException expected) {
      // The one way to say that it is damaged.
    }
  }
}
