package org.phpipc.libc.jna;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A C function called through libffi with arguments in memory that is used again and again.
 *
 * <p>It costs about half of a direct mapping, which passes libffi twice: once to come from Java,
 * once to go to C. The price is errno: it is not captured, so this is for calls that may be made
 * again by a direct mapping when they fail.
 */
final class FfiFunction {

  /** A C type as libffi describes it, {@code ffi.h}. */
  static final class CType {
    static final CType INT = new CType(Integer.BYTES, 10);

    /** Also pointers, {@code size_t} and {@code ssize_t}. */
    static final CType LONG = new CType(Long.BYTES, 12);

    private final Memory descriptor = new Memory(24);

    /** Fills a {@code struct ffi_type}: size, alignment, number, no elements. */
    private CType(int bytes, int number) {
      descriptor.setLong(0, bytes);
      descriptor.setShort(8, (short) bytes);
      descriptor.setShort(10, (short) number);
      descriptor.setLong(16, 0);
    }
  }

  /** libffi's default calling convention, as JNA numbers it. */
  private static final int DEFAULT_ABI = 0;

  private final Memory parameterTypes;
  private final long cif;
  private final long address;

  FfiFunction(String name, CType result, CType... parameters) {
    parameterTypes = new Memory((long) parameters.length * Long.BYTES);
    for (int i = 0; i < parameters.length; i++) {
      parameterTypes.setPointer((long) i * Long.BYTES, parameters[i].descriptor);
    }
    cif =
        Native.ffi_prep_cif(
            DEFAULT_ABI,
            parameters.length,
            Pointer.nativeValue(result.descriptor),
            Pointer.nativeValue(parameterTypes));
    address =
        Pointer.nativeValue(NativeLibrary.getInstance(Platform.C_LIBRARY_NAME).getFunction(name));
  }

  /** Calls with the arguments that were put into the frame; gives C's result. */
  long call(Frame frame) {
    Native.ffi_call(cif, address, frame.resultAddress, frame.pointersAddress);
    return frame.bytes.getLong(Frame.RESULT_OFFSET);
  }

  /**
   * The arguments and the result of one call at a time. It belongs to one thread.
   *
   * <pre>
   *     0              64       72                 136
   *     +--------------+--------+-------------------+
   *     | 8 arguments  | result | 8 pointers to the |
   *     | of 8 bytes   |        | arguments         |
   *     +--------------+--------+-------------------+
   * </pre>
   */
  static final class Frame {
    private static final int MOST_ARGUMENTS = 8;
    private static final int RESULT_OFFSET = MOST_ARGUMENTS * Long.BYTES;
    private static final int POINTERS_OFFSET = RESULT_OFFSET + Long.BYTES;
    private static final int SIZE = POINTERS_OFFSET + MOST_ARGUMENTS * Long.BYTES;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());
    private final long resultAddress;
    private final long pointersAddress;

    Frame() {
      long address = Pointer.nativeValue(Native.getDirectBufferPointer(bytes));
      resultAddress = address + RESULT_OFFSET;
      pointersAddress = address + POINTERS_OFFSET;
      for (int i = 0; i < MOST_ARGUMENTS; i++) {
        bytes.putLong(POINTERS_OFFSET + i * Long.BYTES, address + (long) i * Long.BYTES);
      }
    }

    /** Sets an argument; an int uses the low half. */
    Frame set(int index, long value) {
      bytes.putLong(index * Long.BYTES, value);
      return this;
    }
  }
}
