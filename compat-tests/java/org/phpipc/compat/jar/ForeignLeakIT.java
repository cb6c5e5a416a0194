package org.phpipc.compat.jar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.phpipc.libc.LibcLoader;
import org.phpipc.testing.LeakCases;

@EnabledForJreRange(
    min = JRE.JAVA_22,
    disabledReason = "java.lang.foreign is there from Java 22 on; LeakTest counts with JNA")
@DisabledIfSystemProperty(
    named = "phpipc.binding",
    matches = "jna",
    disabledReason = "this run uses JNA; LeakTest counts with it")
class ForeignLeakIT extends LeakCases {
  @BeforeAll
  static void bindingIsTheForeignOne() {
    assertThat(LibcLoader.bindingName()).isEqualTo("foreign");
  }
}
