package org.phpipc;

import org.phpipc.sysv.IpcException;
import org.phpipc.testkit.IpcExtension;

/** Owns the kernel objects of a test: on keys that nobody uses, removed when it ends. */
public final class KernelObjects extends IpcExtension {

  /** The errno of the refusal that the action ends in. */
  public static int errnoOf(Runnable action) {
    try {
      action.run();
    } catch (IpcException e) {
      return e.errno();
    }
    throw new AssertionError("nothing was refused");
  }
}
