package org.phpipc.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How much memory is allocated. */
final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /** Bytes since the thread started. */
  static long ofThisThread() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }
}
