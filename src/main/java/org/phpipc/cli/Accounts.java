package org.phpipc.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The names of users or groups, from {@code /etc/passwd} or {@code /etc/group}. What is kept
 * elsewhere, or belongs to another container, has its number for a name.
 */
final class Accounts {
  static final Accounts USERS = new Accounts(Path.of("/etc/passwd"));
  static final Accounts GROUPS = new Accounts(Path.of("/etc/group"));

  private final Map<String, String> names = new HashMap<>();

  private Accounts(Path file) {
    try {
      // ISO 8859-1 takes every byte.
      Files.readAllLines(file, StandardCharsets.ISO_8859_1).forEach(this::add);
    } catch (IOException e) {
      names.clear();
    }
  }

  /** Both files begin a line with name, password, number. */
  private void add(String line) {
    String[] fields = line.split(":", 4);
    if (fields.length > 2) {
      names.putIfAbsent(fields[2], ValueText.visible(fields[0]));
    }
  }

  /** Of a {@code uid_t} or {@code gid_t}, which have no sign. */
  String name(int id) {
    String number = Integer.toUnsignedString(id);
    return names.getOrDefault(number, number);
  }
}
