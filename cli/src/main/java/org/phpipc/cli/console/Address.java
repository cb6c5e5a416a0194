package org.phpipc.cli.console;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/**
 * The argument KEY, which names an object. A number (decimal or 0x-hex) and {@code PATH:PROJECT}
 * are keys; {@code id:N} is the kernel's id of the object.
 */
public sealed interface Address {
  /** What a KEY may be, for help and for errors. */
  String FORMS = "decimal, 0x-hex, PATH:PROJECT (as ftok) or id:N";

  /** Opens the object by its key or by its id. */
  <T> T open(IntFunction<T> byId, Function<IpcKey, T> byKey);

  /** Opens the queue, which must exist. */
  default MessageQueue openQueue() {
    return open(MessageQueue::ofId, MessageQueue::open);
  }

  /** Opens the queue; creates it with {@code mode} if the key has none. */
  default MessageQueue openOrCreateQueue(int mode) {
    return open(MessageQueue::ofId, key -> MessageQueue.openOrCreate(key, mode));
  }

  /** The kernel's id of the object. */
  record ById(int id) implements Address {
    @Override
    public <T> T open(IntFunction<T> byId, Function<IpcKey, T> byKey) {
      return byId.apply(id);
    }
  }

  /** A key; the key of a file is computed when it is needed. */
  record ByKey(Supplier<IpcKey> key) implements Address {
    @Override
    public <T> T open(IntFunction<T> byId, Function<IpcKey, T> byKey) {
      return byKey.apply(key.get());
    }
  }

  /** The argument KEY. */
  final class Key {
    @Parameters(index = "0", paramLabel = "KEY", converter = Converter.class, description = FORMS)
    public Address address;
  }

  /** Parses the argument. */
  final class Converter implements ITypeConverter<Address> {
    private static final String ID = "id:";
    private static final String HEX = "0x";

    @Override
    public Address convert(String text) {
      if (text.startsWith(ID)) {
        return new ById(number(text, text.substring(ID.length()), 0));
      } else if (text.startsWith(HEX)) {
        return key(text, Integer.parseUnsignedInt(hexDigits(text), 16));
      } else if (text.matches("[+-]?[0-9]+")) {
        return key(text, number(text, text, Integer.MIN_VALUE));
      }
      int colon = text.length() - 2;
      if (colon < 1 || text.charAt(colon) != ':') {
        throw wrong(text, "is not a key: it may be " + FORMS);
      }
      char project = text.charAt(colon + 1);
      if (project > 0x7f) {
        throw wrong(text, "is not a key: its project is not a single byte");
      }
      return new ByKey(() -> ftok(text.substring(0, colon), project));
    }

    private static Address key(String text, int value) {
      if (value == IpcKey.PRIVATE.value()) {
        throw wrong(text, "is IPC_PRIVATE, which finds no object: use id:N");
      }
      return new ByKey(() -> new IpcKey(value));
    }

    private static String hexDigits(String text) {
      String digits = text.substring(HEX.length());
      if (!digits.matches("[0-9a-fA-F]{1,8}")) {
        throw wrong(text, "is not a key: 0x takes 1 to 8 hexadecimal digits, a key has 32 bits");
      }
      return digits;
    }

    private static int number(String text, String digits, int least) {
      try {
        int number = Integer.parseInt(digits);
        if (number >= least) {
          return number;
        }
      } catch (NumberFormatException e) {
        throw wrong(text, "is not a key: a key has 32 bits, with a sign; an id is a number from 0");
      }
      throw wrong(text, "is not a key: an id is a number from 0");
    }

    private static TypeConversionException wrong(String text, String complaint) {
      return new TypeConversionException("'" + text + "' " + complaint);
    }
  }

  /** The key of a file. */
  static IpcKey ftok(String path, char project) {
    try {
      return IpcKey.ftok(Path.of(path), project);
    } catch (InvalidPathException e) {
      throw new Refusal("'" + path + "' is not a path: " + e.getReason());
    }
  }
}
