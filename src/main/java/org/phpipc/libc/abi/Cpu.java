package org.phpipc.libc.abi;

/** The processor whose kernel this is, where numbers and layouts depend on it. */
public final class Cpu {
  /** What Java calls it: {@code amd64} or {@code aarch64}. */
  public static final String NAME = System.getProperty("os.arch");

  public static final boolean AMD64 = NAME.equals("amd64");

  private Cpu() {}

  static long either(long amd64, long aarch64) {
    return AMD64 ? amd64 : aarch64;
  }
}
