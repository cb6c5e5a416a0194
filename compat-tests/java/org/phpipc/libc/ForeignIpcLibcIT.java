package org.phpipc.libc;

import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@EnabledForJreRange(
    min = JRE.JAVA_22,
    disabledReason = "java.lang.foreign is there from Java 22 on; this run uses JNA")
class ForeignIpcLibcIT extends IpcLibcContract {
  ForeignIpcLibcIT() {
    super(LibcLoader.load("foreign"));
  }
}
