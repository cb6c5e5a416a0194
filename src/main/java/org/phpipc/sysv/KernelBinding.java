package org.phpipc.sysv;

import org.phpipc.libc.LibcLoader;

/** The way in which this process reaches the kernel. */
public final class KernelBinding {
  private KernelBinding() {}

  /**
   * {@code foreign}, {@code jna} or {@code memory}, as the system property {@code phpipc.binding}
   * names them.
   *
   * @throws UnsupportedOperationException if there is none for this machine
   */
  public static String name() {
    return LibcLoader.bindingName();
  }
}
