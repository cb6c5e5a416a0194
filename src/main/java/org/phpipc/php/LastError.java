package org.phpipc.php;

/** The errno of the last call of an extension that failed in this thread; successes leave it. */
final class LastError {
  private final ThreadLocal<Integer> errno = ThreadLocal.withInitial(() -> 0);

  void set(int failure) {
    errno.set(failure);
  }

  int get() {
    return errno.get();
  }
}
