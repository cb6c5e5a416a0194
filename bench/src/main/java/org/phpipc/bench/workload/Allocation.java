package org.phpipc.bench.workload;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How much memory is allocated. */
public final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /** Bytes since the thread started. */
  public static long ofThisThread() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }
}
