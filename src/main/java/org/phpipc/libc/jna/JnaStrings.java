package org.phpipc.libc.jna;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What C takes as {@code char *argv[]}: addresses of strings, a 0 behind them. */
final class JnaStrings implements AutoCloseable {
  private final @Nullable Memory memory;
  private final long address;

  JnaStrings(List<byte[]> strings) {
    long pointers = (strings.size() + 1L) * Long.BYTES;
    long size = pointers + strings.stream().mapToLong(string -> string.length + 1L).sum();
    Memory block = new Memory(size);
    long end = pointers;
    for (int i = 0; i < strings.size(); i++) {
      byte[] string = strings.get(i);
      block.setPointer((long) i * Long.BYTES, block.share(end));
      block.write(end, string, 0, string.length);
      block.setByte(end + string.length, (byte) 0);
      end += string.length + 1L;
    }
    block.setLong(pointers - Long.BYTES, 0);
    memory = block;
    address = Pointer.nativeValue(block);
  }

  private JnaStrings(long address) {
    this.memory = null;
    this.address = address;
  }

  /** Strings that stand somewhere already. */
  static JnaStrings at(long address) {
    return new JnaStrings(address);
  }

  long address() {
    return address;
  }

  @Override
  public void close() {
    if (memory != null) {
      memory.close();
    }
  }
}
