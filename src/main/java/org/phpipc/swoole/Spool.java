package org.phpipc.swoole;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.phpipc.file.OwnerOnly;
import org.phpipc.serialize.PhpString;

/**
 * The directory for payloads that do not fit into a packet.
 *
 * <p>Whoever may write to a queue can name any file in a packet, and Swoole reads and deletes
 * whatever is named. This class reads and deletes only a regular file with one name, owned by a
 * trusted user, directly inside the directory, with Swoole's name pattern and of the claimed size.
 * Links are not followed. The directory in the packet must be spelled as it is here.
 *
 * <p>Files are written as Swoole does: {@code swoole.task.XXXXXX}, mode 0600. So the other side
 * must run as the same user, or as root, and see the same file system. Immutable.
 */
public final class Spool {
  /** Where Swoole spills unless {@code task_tmpdir} says otherwise. */
  public static final Path STANDARD_DIRECTORY = Path.of("/tmp");

  /** The largest file that is read unless it is said otherwise: 256 MiB. */
  public static final long STANDARD_MAX_BYTES = 256L << 20;

  private static final String PREFIX = "swoole.task.";
  private static final String LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final int RANDOM_LETTERS = 6;

  /** With {@code mkostemp} as Swoole does; without the last dot, as the class SwooleTask did. */
  private static final Pattern NAME = Pattern.compile("swoole\\.task\\.?[A-Za-z0-9]{6}");

  private final Path directory;
  private final Set<UserPrincipal> trusted;
  private final long maxBytes;

  Spool(Path directory, Set<UserPrincipal> trusted, long maxBytes) {
    this.directory = directory.toAbsolutePath();
    this.trusted = Set.copyOf(trusted);
    this.maxBytes = maxBytes;
  }

  /** The directory {@code /tmp}, with trust in the files of this process's user. */
  public static Spool standard() {
    return in(STANDARD_DIRECTORY);
  }

  /** A directory, with trust in the files of this process's user. */
  public static Spool in(Path directory) {
    return new Spool(directory, Set.of(), STANDARD_MAX_BYTES).trusting(currentUser());
  }

  /** Trusts the files of this user too. */
  public Spool trusting(UserPrincipal user) {
    Set<UserPrincipal> more = new HashSet<>(trusted);
    more.add(user);
    return new Spool(directory, more, maxBytes);
  }

  /** Trusts the files of the user with this number too, if the system can name it. */
  public Spool trustingUid(int uid) {
    try {
      return trusting(
          directory
              .getFileSystem()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName(Integer.toString(uid)));
    } catch (UserPrincipalNotFoundException e) {
      return this;
    } catch (IOException e) {
      throw new SpoolException("the user with number " + uid + " cannot be looked up", e);
    }
  }

  /** Reads no file that is larger. */
  public Spool withMaxBytes(long bytes) {
    return new Spool(directory, trusted, bytes);
  }

  /** The directory, absolute. */
  public Path directory() {
    return directory;
  }

  /**
   * Puts a payload into a new file.
   *
   * @throws SpoolException where it cannot be written; no half file stays behind
   */
  public SpilledFile write(byte[] payload) {
    while (true) {
      Path file = directory.resolve(PREFIX + randomLetters());
      try {
        create(file, payload);
        return new SpilledFile(payload.length, PhpString.of(file.toString()));
      } catch (FileAlreadyExistsException taken) {
        // Another name.
      } catch (IOException e) {
        throw new SpoolException(
            "the payload of "
                + payload.length
                + " bytes cannot be spilled to "
                + directory
                + ": "
                + e,
            e);
      }
    }
  }

  private static void create(Path file, byte[] payload) throws IOException {
    SeekableByteChannel out = OwnerOnly.create(file, WRITE);
    try (out) {
      ByteBuffer rest = ByteBuffer.wrap(payload);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /**
   * The payload in a file that a packet names. The file stays.
   *
   * @throws TaskPacketException where the file is missing or not to be trusted
   */
  public byte[] read(SpilledFile claim) {
    Path file = resolve(claim);
    try {
      Object key = check(claim, file);
      byte[] payload = read(claim, file);
      if (!Objects.equals(key, check(claim, file))) {
        throw refused(claim, "it was replaced while it was read");
      }
      return payload;
    } catch (IOException e) {
      throw unreadable(claim, e);
    }
  }

  /**
   * Deletes the file that a packet names.
   *
   * @throws TaskPacketException where the file is missing or not to be trusted
   */
  public void delete(SpilledFile claim) {
    Path file = resolve(claim);
    try {
      check(claim, file);
      Files.delete(file);
    } catch (IOException e) {
      throw unreadable(claim, e);
    }
  }

  private Path resolve(SpilledFile claim) {
    String path = claim.path().toString();
    int slash = path.lastIndexOf('/');
    String name = path.substring(slash + 1);
    if (!claim.path().isUtf8() || slash < 0 || !isDirectory(path.substring(0, slash))) {
      throw refused(claim, "it is not directly inside " + directory);
    }
    if (!NAME.matcher(name).matches()) {
      throw refused(claim, "its name is not " + PREFIX + "XXXXXX");
    }
    return directory.resolve(name);
  }

  private boolean isDirectory(String parent) {
    return withoutSlashes(parent).equals(withoutSlashes(directory.toString()));
  }

  private static String withoutSlashes(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  /** What tells the file from another one, after every rule held. */
  private @Nullable Object check(SpilledFile claim, Path file) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw refused(claim, "it is not a regular file");
    }
    UserPrincipal owner = Files.getOwner(file, NOFOLLOW_LINKS);
    if (!trusted.contains(owner)) {
      throw refused(claim, "its owner is " + owner.getName());
    }
    if (hasOtherNames(file)) {
      throw refused(claim, "it has another name too");
    }
    if (attributes.size() != claim.length()) {
      throw refused(claim, "it has " + attributes.size() + " bytes");
    }
    if (claim.length() > maxBytes) {
      throw refused(claim, "the limit is " + maxBytes + " bytes");
    }
    return attributes.fileKey();
  }

  private static boolean hasOtherNames(Path file) throws IOException {
    return file.getFileSystem().supportedFileAttributeViews().contains("unix")
        && !Files.getAttribute(file, "unix:nlink", NOFOLLOW_LINKS).equals(1);
  }

  private static byte[] read(SpilledFile claim, Path file) throws IOException {
    try (SeekableByteChannel in = Files.newByteChannel(file, Set.of(READ, NOFOLLOW_LINKS))) {
      ByteBuffer payload = ByteBuffer.allocate(Math.toIntExact(claim.length()));
      while (payload.hasRemaining()) {
        if (in.read(payload) < 0) {
          throw new EOFException("it became shorter");
        }
      }
      return payload.array();
    }
  }

  private static TaskPacketException refused(SpilledFile claim, String reason) {
    return new TaskPacketException(subject(claim) + " is refused: " + reason);
  }

  private static TaskPacketException unreadable(SpilledFile claim, IOException e) {
    return new TaskPacketException(subject(claim) + " cannot be had: " + e, e);
  }

  private static String subject(SpilledFile claim) {
    return "the temp file " + claim.path() + " of " + claim.length() + " bytes";
  }

  private static String randomLetters() {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < RANDOM_LETTERS; i++) {
      letters.append(LETTERS.charAt(ThreadLocalRandom.current().nextInt(LETTERS.length())));
    }
    return letters.toString();
  }

  /** Linux gives the directory of a process to the user that it runs as. */
  private static UserPrincipal currentUser() {
    try {
      return Files.getOwner(Path.of("/proc/self"));
    } catch (IOException e) {
      throw new SpoolException("the user of this process is not known", e);
    }
  }
}
