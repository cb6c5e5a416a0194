package org.phpipc.sysv;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.lang3.Validate;
import org.phpipc.libc.IpcLibc;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.abi.IpcFlags;
import org.phpipc.libc.abi.ShmidDs;

/**
 * A System V shared memory segment that is attached to this process: bytes that other processes see
 * at once.
 *
 * <p>{@link #close} detaches and leaves the segment; {@link #remove} destroys it for everybody,
 * while those who have it attached keep its memory until they detach. An object that is forgotten
 * is detached when the garbage collector finds it. Using a detached one is an {@link
 * IllegalStateException}, and a detach waits for the reads and writes of other threads.
 *
 * <p>Nothing orders the accesses of two processes, or of two threads: that takes a semaphore.
 *
 * <p>Source of all rules: shmget(2), shmop(2), shmctl(2).
 */
public final class SharedSegment implements AutoCloseable {
  /** Permission bits of a new segment if the caller names none: only its owner may use it. */
  public static final int DEFAULT_MODE = Ownership.DEFAULT_MODE;

  /** Flag of {@link #shmget}: create the segment if there is none. */
  public static final int CREATE = IpcFlags.IPC_CREAT;

  /** Flag of {@link #shmget}: with {@link #CREATE}, refuse one that exists. */
  public static final int EXCLUSIVE = IpcFlags.IPC_EXCL;

  private final int id;
  private final String name;
  private final boolean readOnly;
  private final Attachment attachment;

  private SharedSegment(int id, String name, boolean readOnly) {
    this.id = id;
    this.name = name;
    this.readOnly = readOnly;
    this.attachment = Attachment.of(id, name, status(id, name).bytes(), readOnly);
  }

  /**
   * The segment with this key, for reading and writing.
   *
   * @throws IpcMissingException if there is none
   */
  public static SharedSegment open(IpcKey key) {
    return open(key, false);
  }

  /** As {@link #open}, for reading only. */
  public static SharedSegment openReadOnly(IpcKey key) {
    return open(key, true);
  }

  private static SharedSegment open(IpcKey key, boolean readOnly) {
    requireShared(key);
    return shmget(key, 0, 0, readOnly);
  }

  /** As {@link #create(IpcKey, long, int)} with {@link #DEFAULT_MODE}. */
  public static SharedSegment create(IpcKey key, long bytes) {
    return create(key, bytes, DEFAULT_MODE);
  }

  /**
   * A new segment of zeros.
   *
   * @param bytes at least 1
   * @param mode permission bits; the umask does not change them
   * @throws IpcExistsException if the key has a segment already
   */
  public static SharedSegment create(IpcKey key, long bytes, int mode) {
    return shmget(key, bytes, (mode & Ownership.PERMISSIONS) | CREATE | EXCLUSIVE, false);
  }

  /** As {@link #openOrCreate(IpcKey, long, int)} with {@link #DEFAULT_MODE}. */
  public static SharedSegment openOrCreate(IpcKey key, long bytes) {
    return openOrCreate(key, bytes, DEFAULT_MODE);
  }

  /**
   * The segment with this key, created if there is none. A segment that belongs to another user, or
   * lets in more than {@code mode} does, is opened and reported: a warning of the {@link
   * System.Logger} {@code org.phpipc.sysv}.
   *
   * @param bytes size of a new one; the least that an existing one must have
   * @param mode permission bits of a new one; those that an existing one must grant
   */
  public static SharedSegment openOrCreate(IpcKey key, long bytes, int mode) {
    SharedSegment segment = shmget(key, bytes, (mode & Ownership.PERMISSIONS) | CREATE, false);
    segment.reportOwner(mode);
    return segment;
  }

  /**
   * Calls {@code shmget} and {@code shmat} with raw arguments, without any check of the owner.
   *
   * @param bytes the least size; 0 accepts any size
   * @param flags permission bits that are asked for, {@link #CREATE}, {@link #EXCLUSIVE} and
   *     whatever else {@code shmget} knows
   */
  public static SharedSegment shmget(IpcKey key, long bytes, int flags, boolean readOnly) {
    int id = id(key, bytes, flags);
    return new SharedSegment(id, nameOf(key) + " and id " + id, readOnly);
  }

  private static int id(IpcKey key, long bytes, int flags) {
    int id = IpcLibc.get().shmget(key.value(), bytes, flags);
    if (id < 0) {
      throw SegmentRefusals.opening(nameOf(key), -id, bytes);
    }
    return id;
  }

  /** The segment with this kernel identifier, for reading and writing. */
  public static SharedSegment ofId(int id) {
    return new SharedSegment(id, nameOf(id), false);
  }

  /** As {@link #ofId}, for reading only. */
  public static SharedSegment ofIdReadOnly(int id) {
    return new SharedSegment(id, nameOf(id), true);
  }

  /** Whether the key has a segment. {@link IpcKey#PRIVATE} never has. */
  public static boolean exists(IpcKey key) {
    return !key.isPrivate() && IpcLibc.get().shmget(key.value(), 0, 0) >= 0;
  }

  /**
   * Every segment of this IPC namespace, those of other users included.
   *
   * @throws IpcException if the kernel refuses to tell, as in a container whose seccomp filter does
   */
  public static List<SegmentStatus> list() {
    return KernelTable.SEGMENTS.list(IpcLibc.get()::shmctl, SegmentStatus::read);
  }

  /**
   * What the kernel calls the segment with this key. Nothing is attached.
   *
   * @throws IpcMissingException if there is none
   */
  public static int idOf(IpcKey key) {
    requireShared(key);
    return id(key, 0, 0);
  }

  /** {@link #remove} for a segment that need not be attached. */
  public static void removeId(int id) {
    remove(id, nameOf(id));
  }

  /** The number by which the kernel identifies the segment. */
  public int id() {
    return id;
  }

  /** Size of the segment in bytes. */
  public long size() {
    return attachment.size();
  }

  /** Whether it is attached for reading only. */
  public boolean isReadOnly() {
    return readOnly;
  }

  /** Whether {@link #close} was called. */
  public boolean isDetached() {
    return attachment.isDetached();
  }

  /**
   * Copies bytes out of the segment.
   *
   * @throws IndexOutOfBoundsException if they are not all in the segment
   */
  public byte[] read(long offset, int length) {
    return attachment.read(offset, length);
  }

  /**
   * As {@link #read(long, int)} into an array that is there already: for large parts a new one
   * costs more than the copy.
   *
   * @param at index in the array of the first byte
   */
  public void read(long offset, byte[] into, int at, int length) {
    attachment.read(offset, into, at, length);
  }

  /**
   * Copies bytes into the segment.
   *
   * @throws IndexOutOfBoundsException if they have no room; nothing is written then
   * @throws IllegalStateException if the segment is attached for reading only
   */
  public void write(long offset, byte[] bytes) {
    write(offset, bytes, 0, bytes.length);
  }

  /** As {@link #write(long, byte[])} with a part of the bytes. */
  public void write(long offset, byte[] bytes, int from, int length) {
    Validate.validState(!readOnly, "%s is attached for reading only", name);
    attachment.write(offset, bytes, from, length);
  }

  /** The segment's figures now. Needs read permission. */
  public SegmentStatus status() {
    return status(id, name);
  }

  /**
   * Destroys the segment: no key finds it any longer, and its memory goes with the last attachment.
   * Only the owner, the creator and root may.
   */
  public void remove() {
    remove(id, name);
  }

  /** Detaches; a second time does nothing. The segment stays. */
  @Override
  public void close() {
    attachment.close();
  }

  @Override
  public String toString() {
    return name;
  }

  /**
   * Runs with the attached memory: the whole segment, or as much as a ByteBuffer can have. It must
   * not be kept.
   */
  <T> T use(Function<ByteBuffer, T> action) {
    return attachment.use(action);
  }

  /** See {@link Attachment#useAlone}. */
  <T> T useAlone(Function<ByteBuffer, T> action) {
    return attachment.useAlone(action);
  }

  /** See {@link OwnerCheck}. */
  void reportOwner(int wanted) {
    OwnerCheck.report(name, wanted, () -> status().ownership());
  }

  private static void requireShared(IpcKey key) {
    Validate.isTrue(
        !key.isPrivate(), "IPC_PRIVATE finds no segment: create one, or open it by its id");
  }

  private static String nameOf(IpcKey key) {
    return "segment with key " + key;
  }

  private static String nameOf(int id) {
    return "segment with id " + id;
  }

  private static SegmentStatus status(int id, String name) {
    IpcLibc libc = IpcLibc.get();
    NativeBuffer ds = libc.buffer(ShmidDs.SIZE);
    int result = libc.shmctl(id, IpcFlags.IPC_STAT, ds);
    if (result < 0) {
      throw SegmentRefusals.controlling(IpcCall.SHMCTL_STAT, name, -result);
    }
    return SegmentStatus.read(id, ds.bytes());
  }

  private static void remove(int id, String name) {
    IpcLibc libc = IpcLibc.get();
    int result = libc.shmctl(id, IpcFlags.IPC_RMID, libc.buffer(ShmidDs.SIZE));
    if (result < 0) {
      throw SegmentRefusals.controlling(IpcCall.SHMCTL_RMID, name, -result);
    }
  }
}
