package org.phpipc.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.phpipc.sysv.IpcException;
import org.phpipc.testkit.IpcExtension;

/** Owns the kernel objects of a test: on keys that nobody uses, removed when it ends. */
public final class KernelObjects extends IpcExtension {

  /** The errno of the refusal that the action ends in. */
  public static int errnoOf(ThrowingCallable action) {
    IpcException refused = catchThrowableOfType(IpcException.class, action);
    assertThat(refused).as("what was refused").isNotNull();
    return refused.errno();
  }
}
