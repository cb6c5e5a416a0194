package org.phpipc.cli.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.phpipc.cli.text.ValueText;

/**
 * The names of users or groups, from {@code /etc/passwd} or {@code /etc/group}; those that are kept
 * elsewhere (LDAP, NIS) from {@link NameService}. What has no name there either, or belongs to
 * another container, has its number for a name.
 */
public final class Accounts {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  public static final Accounts USERS = of("passwd");
  public static final Accounts GROUPS = of("group");

  private final Map<String, String> names = new HashMap<>();
  private final NameService elsewhere;

  Accounts(Path file, NameService elsewhere) {
    this.elsewhere = elsewhere;
    try {
      // ISO 8859-1 takes every byte.
      Files.readAllLines(file, StandardCharsets.ISO_8859_1).forEach(this::add);
    } catch (IOException e) {
      names.clear();
    }
  }

  private static Accounts of(String database) {
    NameService elsewhere = new NameService(PATIENCE, "getent", database);
    return new Accounts(Path.of("/etc", database), elsewhere);
  }

  private void add(String line) {
    Entry.of(line).ifPresent(entry -> names.putIfAbsent(entry.number, entry.name));
  }

  /** Of a {@code uid_t} or {@code gid_t}, which have no sign. */
  public String name(int id) {
    return names.computeIfAbsent(Integer.toUnsignedString(id), this::ask);
  }

  private String ask(String number) {
    return elsewhere
        .line(number)
        .flatMap(Entry::of)
        .filter(entry -> entry.number.equals(number))
        .map(Entry::name)
        .orElse(number);
  }

  /** A line of either file, which begins with name, password, number. */
  private record Entry(String name, String number) {
    static Optional<Entry> of(String line) {
      String[] fields = line.split(":", 4);
      return fields.length > 2
          ? Optional.of(new Entry(ValueText.visible(fields[0]), fields[2]))
          : Optional.empty();
    }
  }
}
