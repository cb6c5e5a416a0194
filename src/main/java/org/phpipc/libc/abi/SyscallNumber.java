package org.phpipc.libc.abi;

/**
 * Numbers for {@code syscall(2)}, from {@code asm/unistd_64.h} (x86-64) and {@code
 * asm-generic/unistd.h} (aarch64).
 */
public final class SyscallNumber {
  public static final long SEMOP = Cpu.either(65, 193);
  public static final long SEMTIMEDOP = Cpu.either(220, 192);
  public static final long MSGSND = Cpu.either(69, 189);
  public static final long MSGRCV = Cpu.either(70, 188);
  public static final long GETEUID = Cpu.either(107, 175);
  public static final long GETTID = Cpu.either(186, 178);
  public static final long TGKILL = Cpu.either(234, 131);

  private SyscallNumber() {}
}
