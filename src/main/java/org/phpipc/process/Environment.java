package org.phpipc.process;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.phpipc.libc.ProcessLibc;

/**
 * The variables of this process as C has them: {@code NAME=value} each, in bytes. Java's are text,
 * and what is no text in Java's character set is lost in them.
 */
record Environment(List<byte[]> entries) {

  /** That of this process. */
  static Environment own() {
    ProcessLibc libc = ProcessLibc.get();
    List<byte[]> entries = new ArrayList<>();
    long entry = libc.environ();
    long string;
    while ((string = libc.memory(entry, Long.BYTES).bytes().getLong(0)) != 0) {
      entries.add(libc.string(string));
      entry += Long.BYTES;
    }
    return new Environment(entries);
  }

  /** All entries but those of the variables, and the variables. */
  List<byte[]> with(Map<String, byte[]> variables) {
    List<byte[]> all = new ArrayList<>(entries);
    for (String name : variables.keySet()) {
      byte[] start = CStrings.bytes(name + "=");
      all.removeIf(entry -> startsWith(entry, start));
    }
    all.addAll(CStrings.environment(variables));
    return all;
  }

  private static boolean startsWith(byte[] entry, byte[] start) {
    int length = Math.min(entry.length, start.length);
    return Arrays.equals(entry, 0, length, start, 0, start.length);
  }
}
