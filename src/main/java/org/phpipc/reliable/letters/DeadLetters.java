package org.phpipc.reliable.letters;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.phpipc.file.OwnerOnly;
import org.phpipc.sysv.Message;

/**
 * A folder of messages that were given up. Each message is one file that holds its payload byte for
 * byte; the name of the file is a prefix, the type of the message, a hyphen, a number that counts
 * the letters of that type from 1, and a suffix. For use by any number of threads and processes.
 *
 * <p>A letter gets its name when it is whole and on the disk. Until then its name ends with {@value
 * #PART}, and that file keeps other writers from its number. A crash can leave such a file behind;
 * {@link #keep} had not returned then.
 */
public final class DeadLetters {
  private static final String PART = ".part";

  private final Path folder;
  private final String prefix;
  private final String suffix;

  /** The number at which the search for a free one begins, by message type. */
  private final Map<Long, Integer> next = new ConcurrentHashMap<>();

  private DeadLetters(Path folder, String prefix, String suffix) {
    this.folder = folder;
    this.prefix = prefix;
    this.suffix = suffix;
  }

  /**
   * Opens the folder and creates it if it is missing, for its owner alone.
   *
   * @param prefix what the names begin with, before the message type
   * @param suffix what the names end with, after the number
   * @throws IOException if the folder cannot be created or this process may not write to it
   */
  public static DeadLetters open(Path folder, String prefix, String suffix) throws IOException {
    Files.createDirectories(folder, OwnerOnly.folder(folder));
    if (!Files.isWritable(folder)) {
      throw new AccessDeniedException(folder.toString());
    }
    return new DeadLetters(folder, prefix, suffix);
  }

  /** Keeps a message. The file is on the disk when this method returns, interrupted or not. */
  public Path keep(Message message) throws IOException {
    for (int number = next.getOrDefault(message.type(), 1); ; number++) {
      Path letter = folder.resolve(prefix + message.type() + "-" + number + suffix);
      if (!Files.exists(letter) && isKept(message, letter)) {
        next.merge(message.type(), number + 1, Math::max);
        return letter;
      }
    }
  }

  /** Keeps the message if the number of the letter is free, and returns whether it was. */
  private boolean isKept(Message message, Path letter) throws IOException {
    Path part = letter.resolveSibling(letter.getFileName() + PART);
    try {
      OwnerOnly.create(part, WRITE).close();
    } catch (FileAlreadyExistsException e) {
      return false;
    }
    try {
      if (Files.exists(letter)) {
        return false; // Another writer completed it between the two checks.
      }
      uninterrupted(() -> write(message, part));
      Files.move(part, letter, ATOMIC_MOVE);
      uninterrupted(this::syncFolder);
      return true;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void write(Message message, Path part) throws IOException {
    ByteBuffer payload = ByteBuffer.wrap(message.payload());
    try (FileChannel file = FileChannel.open(part, WRITE, TRUNCATE_EXISTING)) {
      while (payload.hasRemaining()) {
        file.write(payload);
      }
      file.force(true);
    }
  }

  private void syncFolder() throws IOException {
    try (FileChannel directory = FileChannel.open(folder, READ)) {
      directory.force(true);
    }
  }

  /** A use of a channel, which an interrupt of the thread ends. */
  private interface ChannelUse {
    void run() throws IOException;
  }

  /** Runs the use again after each interrupt; the thread is interrupted again at the end. */
  private static void uninterrupted(ChannelUse use) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          use.run();
          return;
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
