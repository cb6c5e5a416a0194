package org.phpipc.libc;

import java.nio.ByteBuffer;
import org.phpipc.Errno;
import org.phpipc.SetupException;
import org.phpipc.libc.abi.Cpu;
import org.phpipc.libc.abi.ProcessFlags;

/**
 * The native handler of signals: machine code that writes the number of the signal, as one byte,
 * into a pipe.
 *
 * <p>A handler may run in any thread at any instruction, even if the JVM cannot run Java there.
 * This one uses nothing of the process but the stack: it enters the kernel itself, so that it
 * leaves {@code errno} alone. A write that the kernel refuses is not repeated.
 *
 * <p>The kernel calls the handler as a C function {@code void handler(int signal)}, and restores
 * all registers afterwards. {@code FD} stands for the descriptor of the pipe. Both processors are
 * little-endian, so the byte with the number comes first in memory.
 *
 * <pre>
 * x86-64                               aarch64
 * 57              push rdi             b81f0fe0  str  w0, [sp, #-16]!   the signal, on the stack
 * bf FD FD FD FD  mov  edi, FD         528....0  mov  w0, #FD           the low half
 *                                      72a....0  movk w0, #FD, lsl #16  the high half
 * 48 89 e6        mov  rsi, rsp        910003e1  mov  x1, sp            where the signal is
 * ba 01 00 00 00  mov  edx, 1          d2800022  mov  x2, #1            one byte
 * b8 01 00 00 00  mov  eax, 1          d2800808  mov  x8, #64           write(2)
 * 0f 05           syscall              d4000001  svc  #0
 * 5f              pop  rdi             910043ff  add  sp, sp, #16
 * c3              ret                  d65f03c0  ret
 * </pre>
 */
public final class HandlerCode {
  private static final int PAGE = 4096;

  private HandlerCode() {}

  /**
   * Puts the handler into memory of its own, which is never given back. The kernel makes the
   * instruction cache of an aarch64 processor see the code when the memory becomes executable.
   *
   * @param descriptor the pipe to which the handler writes
   * @return the address of the handler, or the negated errno of mmap(2)
   * @throws SetupException if this process may not execute memory that it has written
   */
  public static long place(int descriptor) {
    ProcessLibc libc = ProcessLibc.get();
    int writable = ProcessFlags.PROT_READ | ProcessFlags.PROT_WRITE;
    long address = libc.mmap(PAGE, writable, ProcessFlags.MAP_PRIVATE);
    if (address < 0) {
      return address;
    }
    write(libc.memory(address, PAGE).bytes(), Cpu.NAME, descriptor);
    int result = libc.mprotect(address, PAGE, ProcessFlags.PROT_READ | ProcessFlags.PROT_EXEC);
    if (result < 0) {
      libc.munmap(address, PAGE);
      throw new SetupException(
          "a handler of signals is machine code, and mprotect makes no memory executable here: "
              + Errno.text(-result)
              + ". Allow this process executable memory (SELinux: execmem; systemd:"
              + " MemoryDenyWriteExecute=no), or handle no signals");
    }
    return address;
  }

  /** Writes the code in the byte order of the buffer. */
  static void write(ByteBuffer code, String architecture, int descriptor) {
    switch (architecture) {
      case "amd64" -> amd64(code, descriptor);
      case "aarch64" -> aarch64(code, descriptor);
      default -> throw new SetupException("phpipc has no handler of signals for " + architecture);
    }
  }

  private static void amd64(ByteBuffer code, int descriptor) {
    code.put((byte) 0x57);
    code.put((byte) 0xbf).putInt(descriptor);
    code.put((byte) 0x48).put((byte) 0x89).put((byte) 0xe6);
    code.put((byte) 0xba).putInt(1);
    code.put((byte) 0xb8).putInt(1);
    code.put((byte) 0x0f).put((byte) 0x05);
    code.put((byte) 0x5f);
    code.put((byte) 0xc3);
  }

  /** The 16 bits of a number in a {@code mov} begin at bit 5. */
  private static void aarch64(ByteBuffer code, int descriptor) {
    code.putInt(0xb81f0fe0);
    code.putInt(0x52800000 | (descriptor & 0xffff) << 5);
    code.putInt(0x72a00000 | descriptor >>> 16 << 5);
    code.putInt(0x910003e1);
    code.putInt(0xd2800022);
    code.putInt(0xd2800808);
    code.putInt(0xd4000001);
    code.putInt(0x910043ff);
    code.putInt(0xd65f03c0);
  }
}
