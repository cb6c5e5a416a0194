package org.phpipc.reliable;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.phpipc.file.OwnerOnly;
import org.phpipc.sysv.Message;

/**
 * A file with the one message that is being handled.
 *
 * <pre>
 *   0        4          8          12       16          24      24+n
 *   +--------+----------+----------+--------+-----------+---------+
 *   | magic  | checksum | tries    | n      | type      | payload |
 *   +--------+----------+----------+--------+-----------+---------+
 * </pre>
 *
 * Big-endian. The CRC-32C is of all that follows it, up to the end of the payload. A file that is
 * empty or has no magic holds no message, and neither does one whose record is not whole: it was
 * cut off before the message left the queue. A record is written over the one before, which the
 * disk takes in half the time that it needs where a file becomes shorter and longer.
 */
final class Journal implements AutoCloseable {
  private static final int MAGIC = 0x7068706a; // "phpj"
  private static final int CHECKSUM_OFFSET = 4;
  private static final int TRIES_OFFSET = 8;
  private static final int LENGTH_OFFSET = 12;
  private static final int TYPE_OFFSET = 16;
  private static final int PAYLOAD_OFFSET = 24;

  /** The message, and how often a handler was or is about to be given it. */
  record Entry(Message message, int tries) {
    /** For a new try. */
    Entry again() {
      return new Entry(message, tries + 1);
    }
  }

  private static final Set<OpenOption> FOR_USE = Set.of(CREATE, READ, WRITE);

  private final FileChannel file;
  private final boolean forced;

  private Journal(FileChannel file, boolean forced) {
    this.file = file;
    this.forced = forced;
  }

  /**
   * Opens or makes the file and keeps others out of it.
   *
   * @param forced whether entries are on the disk when they are written, or with the kernel
   * @throws IOException also if another consumer has it open
   */
  static Journal open(Path path, boolean forced) throws IOException {
    FileChannel file = FileChannel.open(path, FOR_USE, OwnerOnly.file(path));
    try {
      lock(file, path);
      return new Journal(file, forced);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static void lock(FileChannel file, Path path) throws IOException {
    try {
      FileLock lock = file.tryLock();
      if (lock != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // By this JVM.
    }
    throw new IOException(path + ": another consumer uses this journal");
  }

  /** Writes the entry. */
  void write(Entry entry) throws IOException {
    byte[] payload = entry.message().payload();
    ByteBuffer record = ByteBuffer.allocate(PAYLOAD_OFFSET + payload.length);
    record
        .putInt(TRIES_OFFSET, entry.tries())
        .putInt(LENGTH_OFFSET, payload.length)
        .putLong(TYPE_OFFSET, entry.message().type())
        .put(PAYLOAD_OFFSET, payload);
    record.putInt(0, MAGIC).putInt(CHECKSUM_OFFSET, checksum(record));
    for (long position = 0; record.hasRemaining(); ) {
      position += file.write(record, position);
    }
    if (forced) {
      file.force(false);
    }
  }

  /** The entry that a crash left. */
  Optional<Entry> read() throws IOException {
    if (file.size() < PAYLOAD_OFFSET) {
      return Optional.empty();
    }
    ByteBuffer head = ByteBuffer.allocate(PAYLOAD_OFFSET);
    fill(head);
    int length = head.getInt(LENGTH_OFFSET);
    if (head.getInt(0) != MAGIC || length < 0 || length > file.size() - PAYLOAD_OFFSET) {
      return Optional.empty();
    }
    ByteBuffer record = ByteBuffer.allocate(PAYLOAD_OFFSET + length);
    fill(record);
    if (checksum(record) != record.getInt(CHECKSUM_OFFSET)) {
      return Optional.empty();
    }
    byte[] payload = new byte[length];
    record.get(PAYLOAD_OFFSET, payload);
    Message message = new Message(record.getLong(TYPE_OFFSET), payload);
    return Optional.of(new Entry(message, record.getInt(TRIES_OFFSET)));
  }

  private void fill(ByteBuffer buffer) throws IOException {
    for (int position = 0; buffer.hasRemaining(); ) {
      int read = file.read(buffer, position);
      if (read < 0) {
        return;
      }
      position += read;
    }
  }

  private static int checksum(ByteBuffer record) {
    CRC32C checksum = new CRC32C();
    checksum.update(record.slice(TRIES_OFFSET, record.capacity() - TRIES_OFFSET));
    return (int) checksum.getValue();
  }

  /** Forgets the entry. If a crash undoes this, the message is handled again. */
  void clear() throws IOException {
    file.write(ByteBuffer.allocate(Integer.BYTES), 0);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
