package org.phpipc.sysv;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.commons.lang3.Validate;
import org.phpipc.Errno;

/**
 * The variables that PHP's {@code shm_put_var} and its kin keep in a shared memory segment: bytes
 * under whole numbers.
 *
 * <p>The threads of one JVM may share an object: its operations exclude each other. Other objects
 * and other processes, PHP's included, are excluded by nothing: guard every use, reading too, with
 * a {@link PhpSemaphore}.
 *
 * <p>{@link #close} detaches and leaves the segment, {@link #remove} destroys it for everybody. A
 * detached object refuses everything with an {@link IllegalStateException}, and a segment that is
 * not PHP's or is damaged with a {@link VariableTableException}.
 *
 * <p>The layout: {@code ext/sysvshm/sysvshm.c} of PHP 8.2. A table has at most 2 GiB.
 */
public final class SharedVariables implements AutoCloseable {
  /** Permission bits of a new segment if the caller names none: only its owner may use it. */
  public static final int DEFAULT_MODE = SharedSegment.DEFAULT_MODE;

  /** The size that PHP uses if none is given: its setting {@code sysvshm.init_mem}. */
  public static final int DEFAULT_BYTES = 10_000;

  /** What the smallest table takes, which has no room for a variable. */
  public static final int LEAST_BYTES = VariableTable.HEADER_BYTES;

  private final IpcKey key;
  private final SharedSegment segment;

  /** Over memory that may be touched only while {@link #use} runs. */
  private final VariableTable table;

  private SharedVariables(IpcKey key, SharedSegment segment) {
    this.key = key;
    this.segment = segment;
    this.table = segment.use(bytes -> new VariableTable(bytes, segment.toString()));
  }

  /**
   * The variables under this key.
   *
   * @throws IpcMissingException if there is no segment
   * @throws VariableTableException if it is not PHP's
   */
  public static SharedVariables open(IpcKey key) {
    return checked(key, SharedSegment.open(key), VariableTable::check);
  }

  /** As {@link #open}, for reading only. */
  public static SharedVariables openReadOnly(IpcKey key) {
    return checked(key, SharedSegment.openReadOnly(key), VariableTable::check);
  }

  /** As {@link #open}, for the segment that the kernel calls {@code id}. */
  public static SharedVariables ofId(int id) {
    return checked(SharedSegment.ofId(id));
  }

  /** As {@link #ofId}, for reading only. */
  public static SharedVariables ofIdReadOnly(int id) {
    return checked(SharedSegment.ofIdReadOnly(id));
  }

  private static SharedVariables checked(SharedSegment segment) {
    return checked(segment.status().key(), segment, VariableTable::check);
  }

  /**
   * A new segment without variables.
   *
   * @param bytes of the segment, at least {@link #LEAST_BYTES}
   * @param mode permission bits; the umask does not change them
   * @throws IpcExistsException if the key has a segment already
   */
  public static SharedVariables create(IpcKey key, long bytes, int mode) {
    requireRoom(bytes);
    SharedSegment segment = SharedSegment.create(key, bytes, mode);
    return checked(key, segment, table -> table.initialise(bytes));
  }

  /** As {@link #openOrCreate(IpcKey, long, int)} with PHP's size and {@link #DEFAULT_MODE}. */
  public static SharedVariables openOrCreate(IpcKey key) {
    return openOrCreate(key, DEFAULT_BYTES, DEFAULT_MODE);
  }

  /**
   * The variables under this key, in a segment that is created if there is none. A segment that
   * belongs to another user, or lets in more than {@code mode} does, is opened and reported: a
   * warning of the {@link System.Logger} {@code org.phpipc.sysv}.
   *
   * @param bytes of a segment that is made; one that exists may have any size
   * @param mode of a segment that is made
   * @throws VariableTableException if the key has a segment that is not PHP's; one that nobody has
   *     written to yet is taken
   */
  public static SharedVariables openOrCreate(IpcKey key, long bytes, int mode) {
    requireRoom(bytes);
    SharedSegment segment = segment(key, bytes, mode);
    segment.reportOwner(mode);
    return checked(key, segment, table -> takeBlank(table, bytes));
  }

  /**
   * The variables under this key as {@code shm_attach} opens them: in a segment that is created if
   * there is none, and <em>overwriting whatever an existing one holds that is not PHP's</em>.
   *
   * @param bytes of a segment that is made, and of the table in one that is overwritten, if the
   *     segment has that many
   * @param flags of a segment that is made: permission bits and what else {@code shmget} knows
   */
  public static SharedVariables overwriting(IpcKey key, long bytes, int flags) {
    return checked(key, segment(key, bytes, flags), table -> overwriteForeign(table, bytes));
  }

  /** As PHP: looks for a segment first, and then makes one that must not exist. */
  private static SharedSegment segment(IpcKey key, long bytes, int flags) {
    int make = flags | SharedSegment.CREATE | SharedSegment.EXCLUSIVE;
    while (true) {
      try {
        return SharedSegment.exists(key)
            ? SharedSegment.open(key)
            : SharedSegment.shmget(key, bytes, make, false);
      } catch (IpcExistsException | IpcMissingException e) {
        // Another process made it or removed it between the two calls.
      }
    }
  }

  private static void takeBlank(VariableTable table, long bytes) {
    if (table.isBlank()) {
      table.initialise(bytes);
    }
    table.check();
  }

  private static void overwriteForeign(VariableTable table, long bytes) {
    if (!table.hasMagic()) {
      table.initialise(bytes);
    }
    table.check();
  }

  private static SharedVariables checked(
      IpcKey key, SharedSegment segment, Consumer<VariableTable> preparation) {
    SharedVariables variables = new SharedVariables(key, segment);
    try {
      variables.use(
          table -> {
            preparation.accept(table);
            return variables;
          });
      return variables;
    } catch (VariableTableException e) {
      segment.close();
      throw e;
    }
  }

  private static void requireRoom(long bytes) {
    Validate.isTrue(bytes >= LEAST_BYTES, "a table has at least %s bytes", LEAST_BYTES);
  }

  /** The key that they were opened with. */
  public IpcKey key() {
    return key;
  }

  /** The number by which the kernel identifies the segment. */
  public int id() {
    return segment.id();
  }

  /** The segment's figures now. */
  public SegmentStatus status() {
    return segment.status();
  }

  /** The keys, from the variable written longest ago to the newest. */
  public List<Long> keys() {
    return use(table -> table.chunks().stream().map(VariableTable.Chunk::key).toList());
  }

  /** Bytes left; a variable takes {@link #bytesFor} of them. */
  public int freeBytes() {
    return use(VariableTable::free);
  }

  /** Bytes that a variable takes in the segment if its value has this many bytes. */
  public static long bytesFor(int length) {
    return VariableTable.chunkBytes(length);
  }

  /** Whether there is such a variable. */
  public boolean contains(long variable) {
    return use(table -> table.contains(variable));
  }

  /** The bytes of a variable, if there is one. */
  public Optional<byte[]> get(long variable) {
    return use(table -> table.get(variable));
  }

  /**
   * Writes a variable, which becomes the newest.
   *
   * @throws IpcFullException if there is no room (ENOSPC): an older value of it stays, unlike in
   *     PHP, which takes that away first
   */
  public void put(long variable, byte[] value) {
    Validate.validState(!segment.isReadOnly(), "%s is attached for reading only", segment);
    if (!use(table -> table.put(variable, value))) {
      String detail =
          String.format(
              Locale.ROOT,
              "variable %d needs %d bytes, and %d are free",
              variable,
              bytesFor(value.length),
              freeBytes());
      throw IpcErrors.of(IpcCall.PUT, segment.toString(), Errno.ENOSPC.number(), detail);
    }
  }

  /** Takes a variable away. Answers whether there was one. */
  public boolean delete(long variable) {
    Validate.validState(!segment.isReadOnly(), "%s is attached for reading only", segment);
    return use(table -> table.remove(variable));
  }

  /**
   * Changes a variable while nobody else who keeps to the semaphore uses the segment.
   *
   * @param change gives the new bytes for the present ones; nothing in or out stands for no such
   *     variable
   * @return the new bytes
   * @throws InterruptedException if the thread is interrupted while it waits for the semaphore
   */
  public Optional<byte[]> update(
      long variable, PhpSemaphore semaphore, UnaryOperator<Optional<byte[]>> change)
      throws InterruptedException {
    PhpSemaphore.Place place = semaphore.acquire();
    try (place) {
      Optional<byte[]> changed = change.apply(get(variable));
      changed.ifPresentOrElse(value -> put(variable, value), () -> delete(variable));
      return changed;
    }
  }

  /**
   * A live view as a map, from the variable written longest ago to the newest. It keeps nothing:
   * every look reads the segment, and every change is a {@link #put} or a {@link #delete}. Values
   * compare as arrays do, by identity.
   */
  public Map<Long, byte[]> asMap() {
    return asMap(Function.identity(), Function.identity());
  }

  /**
   * As {@link #asMap()}, with values that stand for the bytes. Comparing goes by the values.
   *
   * @param decode gives the value for the bytes of a variable, at each look
   * @param encode gives the bytes for a value
   */
  public <V> Map<Long, V> asMap(Function<byte[], V> decode, Function<V, byte[]> encode) {
    return new VariableMap<>(this, decode, encode);
  }

  /**
   * Every variable with its bytes at one moment, from the one written longest ago to the newest.
   */
  public Map<Long, byte[]> toMap() {
    return use(
        table -> {
          Map<Long, byte[]> all = new LinkedHashMap<>();
          table.chunks().forEach(chunk -> all.putIfAbsent(chunk.key(), table.value(chunk)));
          return all;
        });
  }

  /** Whether {@link #close} was called. */
  public boolean isDetached() {
    return segment.isDetached();
  }

  /**
   * Destroys the segment: no key finds it any longer, and it goes with its last attachment, until
   * which it can be used. Only the owner, the creator and root may.
   */
  public void remove() {
    segment.remove();
  }

  /** Detaches; a second time does nothing. The segment stays. */
  @Override
  public synchronized void close() {
    segment.close();
  }

  @Override
  public String toString() {
    return segment.toString();
  }

  private synchronized <T> T use(Function<VariableTable, T> action) {
    return segment.useAlone(bytes -> action.apply(table));
  }
}
