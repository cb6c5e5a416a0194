package org.phpipc.bench.workload;

/**
 * What a process does over and over, as phpipc does it. C and PHP do the same in the files of the
 * same name.
 */
interface Workload {
  /** Opens the kernel object under this key and makes it where there is none. */
  void prepare(long key);

  /**
   * Does it so many times.
   *
   * @throws AssertionError if a result is not what it must be
   */
  void run(int count) throws InterruptedException;

  /** Refuses a result that is not what it must be. */
  static void require(boolean condition) {
    if (!condition) {
      throw new AssertionError("a wrong result");
    }
  }
}
