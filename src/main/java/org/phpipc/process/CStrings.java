package org.phpipc.process;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.lang3.ArrayUtils;
import org.apache.commons.lang3.Validate;

/** Strings for C: bytes without a NUL among them. Text becomes UTF-8. */
final class CStrings {
  private CStrings() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** With the NUL that ends it. */
  static byte[] terminated(byte[] bytes) {
    return Arrays.copyOf(requireNoNul(bytes), bytes.length + 1);
  }

  static byte[] terminated(String text) {
    return terminated(bytes(text));
  }

  /** The arguments with the program in front. */
  static List<byte[]> command(byte[] program, List<byte[]> arguments) {
    List<byte[]> command = new ArrayList<>();
    command.add(requireNoNul(program));
    arguments.forEach(argument -> command.add(requireNoNul(argument)));
    return command;
  }

  /** {@code NAME=value} each. */
  static List<byte[]> environment(Map<String, byte[]> environment) {
    List<byte[]> entries = new ArrayList<>();
    environment.forEach(
        (name, value) -> entries.add(requireNoNul(ArrayUtils.addAll(bytes(name + "="), value))));
    return entries;
  }

  private static byte[] requireNoNul(byte[] bytes) {
    Validate.isTrue(!ArrayUtils.contains(bytes, (byte) 0), "\"%s\" holds a NUL byte", text(bytes));
    return bytes;
  }
}
