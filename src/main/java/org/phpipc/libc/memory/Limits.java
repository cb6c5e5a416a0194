package org.phpipc.libc.memory;

/** What Linux allows unless an administrator changes it. */
final class Limits {
  static final int MSGMAX = 8192;
  static final int MSGMNB = 16384;
  static final int MSGMNI = 32000;
  static final long SHMMAX = -1L - (1L << 24); // Unsigned.
  static final long SHMALL = SHMMAX;
  static final int SHMMNI = 4096;
  static final int SEMMNI = 32000;
  static final int SEMMSL = 32000;
  static final int SEMMNS = SEMMNI * SEMMSL;
  static final int SEMOPM = 500;
  static final int SEMVMX = 32767;

  private Limits() {}
}
