package org.phpipc.libc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory that C can read and write: an address for C, a direct {@link ByteBuffer} in native byte
 * order for Java. Bindings make it; {@link IpcLibc#buffer} hands it out.
 */
public class NativeBuffer {
  private final ByteBuffer bytes;
  private final long address;

  /** Keeps the memory alive as long as this object is. */
  @SuppressWarnings({"unused", "FieldCanBeLocal"})
  private final Object owner;

  /**
   * Memory with an address.
   *
   * @param owner is kept as long as this is
   */
  public NativeBuffer(ByteBuffer bytes, long address, Object owner) {
    this.bytes = bytes.order(ByteOrder.nativeOrder());
    this.address = address;
    this.owner = owner;
  }

  /** The memory, for absolute access; its position and limit are not used. */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** Bytes of room. */
  public int capacity() {
    return bytes.capacity();
  }

  /** Where C finds the memory. */
  public long address() {
    return address;
  }
}
