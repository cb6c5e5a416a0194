package org.phpipc.sysv;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.apache.commons.lang3.Validate;
import org.phpipc.libc.IpcLibc;
import org.phpipc.libc.abi.IpcFlags;

/**
 * Memory of a segment in this process, which no thread can touch once it is gone.
 *
 * <p>Whoever uses the memory shares a lock that detaching needs for itself: a look at memory that
 * is no longer mapped would end the JVM.
 */
final class Attachment implements AutoCloseable {
  private static final Cleaner FORGOTTEN = Cleaner.create();

  private final IpcLibc libc = IpcLibc.get();
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final String name;
  private final long address;
  private final long size;

  /** The segment, or its first part if the segment is larger than a ByteBuffer can be. */
  private final ByteBuffer front;

  private final Cleaner.Cleanable detachment;
  private volatile boolean detached;

  private Attachment(String name, long address, long size, boolean readOnly) {
    this.name = name;
    this.address = address;
    this.size = size;
    ByteBuffer memory = memory(0, (int) Math.min(size, Integer.MAX_VALUE));
    this.front = readOnly ? inNativeOrder(memory.asReadOnlyBuffer()) : memory;
    this.detachment = FORGOTTEN.register(this, () -> IpcLibc.get().shmdt(address));
  }

  /**
   * Attaches a segment.
   *
   * @param size bytes of the segment
   */
  static Attachment of(int id, String name, long size, boolean readOnly) {
    long address = IpcLibc.get().shmat(id, 0, readOnly ? IpcFlags.SHM_RDONLY : 0);
    if (address < 0) {
      throw SegmentRefusals.controlling(IpcCall.SHMAT, name, (int) -address);
    }
    return new Attachment(name, address, size, readOnly);
  }

  long size() {
    return size;
  }

  boolean isDetached() {
    return detached;
  }

  byte[] read(long offset, int length) {
    Objects.checkFromIndexSize(offset, (long) length, size);
    byte[] bytes = new byte[length];
    read(offset, bytes, 0, length);
    return bytes;
  }

  void read(long offset, byte[] into, int at, int length) {
    Objects.checkFromIndexSize(at, length, into.length);
    Objects.checkFromIndexSize(offset, (long) length, size);
    use(all -> window(offset, length).get(0, into, at, length));
  }

  void write(long offset, byte[] bytes, int from, int length) {
    Objects.checkFromIndexSize(from, length, bytes.length);
    Objects.checkFromIndexSize(offset, (long) length, size);
    use(all -> window(offset, length).put(0, bytes, from, length));
  }

  /** Runs with the memory while nobody can detach it. */
  <T> T use(Function<ByteBuffer, T> action) {
    lock.readLock().lock();
    try {
      Validate.validState(!detached, "%s is detached", name);
      return action.apply(front);
    } finally {
      lock.readLock().unlock();
      Reference.reachabilityFence(this); // Not forgotten while its memory is in use.
    }
  }

  /**
   * As {@link #use}, but without the lock: for a caller that detaches only under a lock of its own.
   */
  <T> T useAlone(Function<ByteBuffer, T> action) {
    try {
      Validate.validState(!detached, "%s is detached", name);
      return action.apply(front);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      detached = true;
      detachment.clean();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private ByteBuffer window(long offset, int length) {
    return offset + length <= front.capacity()
        ? front.slice((int) offset, length)
        : memory(offset, length);
  }

  private ByteBuffer memory(long offset, int length) {
    return libc.memory(address + offset, length).bytes();
  }

  /** A view of a buffer does not inherit the order of its bytes. */
  private static ByteBuffer inNativeOrder(ByteBuffer view) {
    return view.order(ByteOrder.nativeOrder());
  }
}
