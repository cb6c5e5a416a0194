package org.phpipc.swoole;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.apache.commons.lang3.Validate;
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
 * must run as the same user, or as root, and see the same file system. If it runs as another user,
 * {@link #ownedBy} (which takes root) gives the files to that user; {@link #withGroup} and {@link
 * #withMode} let that user read them. To delete a file of another user's the reader also needs a
 * directory of its own: in {@code /tmp} only the owner of a file and root can delete it.
 *
 * <p>What must not be read, and what is not there, is a {@link TaskPacketException}. What cannot be
 * read now is a {@link SpoolException}: there is no free descriptor, the disk fails, a right is
 * missing. An interrupt ends neither reading nor writing. Immutable.
 */
public final class Spool {
  /** Where Swoole spills unless {@code task_tmpdir} says otherwise. */
  public static final Path STANDARD_DIRECTORY = Path.of("/tmp");

  /** The largest file that is read by default: 256 MiB. */
  public static final long STANDARD_MAX_BYTES = 256L << 20;

  private static final String PREFIX = "swoole.task.";
  private static final String LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final int RANDOM_LETTERS = 6;

  /** With {@code mkostemp} as Swoole does; without the last dot, as the class SwooleTask did. */
  private static final Pattern NAME = Pattern.compile("swoole\\.task\\.?[A-Za-z0-9]{6}");

  /** A directory as a setting spells it: absolute, and without steps back. */
  private static final Pattern PLAIN = Pattern.compile("(?:/+(?!\\.{1,2}(?:/|$))[^/]+)+/*");

  /** Permission bits that a file may have: all but those to execute it. */
  private static final int FILE_MODE = 0666;

  private static final int OWNER_READS = 0400;

  private final Path directory;
  private final Set<UserPrincipal> trusted;
  private final long maxBytes;
  private final SpoolRights rights;

  Spool(Path directory, Set<UserPrincipal> trusted, long maxBytes) {
    this(directory, trusted, maxBytes, SpoolRights.OWNER_ONLY);
  }

  private Spool(Path directory, Set<UserPrincipal> trusted, long maxBytes, SpoolRights rights) {
    this.directory = directory.toAbsolutePath();
    this.trusted = Set.copyOf(trusted);
    this.maxBytes = maxBytes;
    this.rights = rights;
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
    return new Spool(directory, more, maxBytes, rights);
  }

  /**
   * Trusts the files of the user with this name, or with this number, too. A server that root
   * starts with the setting {@code user} writes its files as that user, while its queue is root's.
   *
   * @throws IllegalArgumentException if there is no such user
   */
  public Spool trusting(String user) {
    return trusting(user(user));
  }

  /** Trusts the files of the user with this number too, if the system can name it. */
  public Spool trustingUid(int uid) {
    try {
      return trusting(principals().lookupPrincipalByName(Integer.toString(uid)));
    } catch (UserPrincipalNotFoundException e) {
      return this;
    } catch (IOException e) {
      throw new SpoolException("the user with number " + uid + " cannot be looked up", e);
    }
  }

  /** Reads no file that is larger. */
  public Spool withMaxBytes(long bytes) {
    return new Spool(directory, trusted, bytes, rights);
  }

  /**
   * Gives the files that are written to this user, given by name or number, who is trusted then.
   * Only root may give files away.
   *
   * @throws IllegalArgumentException if there is no such user
   */
  public Spool ownedBy(String user) {
    UserPrincipal owner = user(user);
    return trusting(owner).with(new SpoolRights(owner, rights.group(), rights.mode()));
  }

  /**
   * Gives the files that are written to this group, given by name or number. Whoever is not root
   * has to be in the group.
   *
   * @throws IllegalArgumentException if there is no such group
   */
  public Spool withGroup(String group) {
    try {
      GroupPrincipal found = principals().lookupPrincipalByGroupName(group);
      return with(new SpoolRights(rights.owner(), found, rights.mode()));
    } catch (IOException e) {
      throw new IllegalArgumentException("there is no group '" + group + "'", e);
    }
  }

  /** Writes files with these permission bits, such as 0640; the umask has no say. */
  public Spool withMode(int mode) {
    Validate.isTrue(
        (mode & ~FILE_MODE) == 0 && (mode & OWNER_READS) != 0,
        "a file for a payload cannot have mode 0%s",
        Integer.toOctalString(mode));
    return with(new SpoolRights(rights.owner(), rights.group(), mode));
  }

  private Spool with(SpoolRights others) {
    return new Spool(directory, trusted, maxBytes, others);
  }

  private UserPrincipal user(String name) {
    try {
      return principals().lookupPrincipalByName(name);
    } catch (IOException e) {
      throw new IllegalArgumentException("there is no user '" + name + "'", e);
    }
  }

  private UserPrincipalLookupService principals() {
    return directory.getFileSystem().getUserPrincipalLookupService();
  }

  /** The directory, absolute. */
  public Path directory() {
    return directory;
  }

  /**
   * Puts a payload into a new file.
   *
   * @throws SpoolException if it cannot be written; no half file stays behind
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

  private void create(Path file, byte[] payload) throws IOException {
    Files.createFile(file, OwnerOnly.file(file));
    // Other than a channel of one's own, a stream is not closed by an interrupt.
    try (OutputStream out = Files.newOutputStream(file, WRITE, NOFOLLOW_LINKS)) {
      out.write(payload);
      rights.grant(file);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /**
   * Writes a file again that was deleted, under the name that a packet has for it.
   *
   * @throws SpoolException if it cannot be written
   */
  void restore(SpilledFile claim, byte[] payload) {
    try {
      create(resolve(claim), payload);
    } catch (IOException e) {
      throw new SpoolException(subject(claim) + " cannot be written again: " + e, e);
    }
  }

  /**
   * The payload in a file that a packet names. The file stays.
   *
   * @throws TaskPacketException if the file is missing or not to be trusted
   * @throws SpoolException if the file cannot be read now
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
      throw failed(claim, e);
    }
  }

  /**
   * Deletes the file that a packet names.
   *
   * @throws TaskPacketException if the file is missing or not to be trusted
   * @throws SpoolException if the file cannot be deleted now
   */
  public void delete(SpilledFile claim) {
    Path file = resolve(claim);
    try {
      check(claim, file);
      Files.delete(file);
    } catch (IOException e) {
      throw failed(claim, e);
    }
  }

  /**
   * Why a file that a packet names may well be a payload, but none of this spool's: it is in
   * another directory, or of a user who is not trusted. Nothing if it is this spool's, or what no
   * Swoole would name.
   */
  Optional<String> misfit(SpilledFile claim) {
    String path = claim.path().toString();
    int slash = path.lastIndexOf('/');
    if (!claim.path().isUtf8() || slash < 0 || !NAME.matcher(path.substring(slash + 1)).matches()) {
      return Optional.empty();
    }
    String parent = path.substring(0, slash);
    return isDirectory(parent)
        ? strangeOwner(directory.resolve(path.substring(slash + 1)))
        : Optional.of(parent)
            .filter(other -> PLAIN.matcher(other).matches())
            .map(other -> "their files are in " + other + ", not in " + directory);
  }

  private Optional<String> strangeOwner(Path file) {
    try {
      UserPrincipal owner = Files.getOwner(file, NOFOLLOW_LINKS);
      return trusted.contains(owner)
          ? Optional.empty()
          : Optional.of("their files are of " + owner.getName() + ", who is not trusted");
    } catch (IOException e) {
      return Optional.empty();
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
      throw refused(claim, "its owner is " + owner.getName() + ", who is not trusted");
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
    byte[] payload = new byte[Math.toIntExact(claim.length())];
    try (InputStream in = Files.newInputStream(file, READ, NOFOLLOW_LINKS)) {
      if (in.readNBytes(payload, 0, payload.length) < payload.length) {
        throw new EOFException("it became shorter");
      }
      return payload;
    }
  }

  private static TaskPacketException refused(SpilledFile claim, String reason) {
    return new TaskPacketException(subject(claim) + " is refused: " + reason);
  }

  /** A file that is missing will not come back, one that is there may be read later. */
  private RuntimeException failed(SpilledFile claim, IOException e) {
    return e instanceof NoSuchFileException && Files.isDirectory(directory)
        ? new TaskPacketException(subject(claim) + " cannot be had: " + e, e)
        : new SpoolException(subject(claim) + " cannot be had now: " + e, e);
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
