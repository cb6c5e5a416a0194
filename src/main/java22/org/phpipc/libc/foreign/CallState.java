package org.phpipc.libc.foreign;

import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/** What is kept of a thread's state when a call comes back from C: errno. */
final class CallState {
  private static final String ERRNO = "errno";

  static final StructLayout LAYOUT = Linker.Option.captureStateLayout();
  static final Linker.Option CAPTURED = Linker.Option.captureCallState(ERRNO);

  private static final long ERRNO_OFFSET =
      LAYOUT.byteOffset(MemoryLayout.PathElement.groupElement(ERRNO));

  private CallState() {}

  static int errno(MemorySegment callState) {
    return callState.get(ValueLayout.JAVA_INT, ERRNO_OFFSET);
  }
}
