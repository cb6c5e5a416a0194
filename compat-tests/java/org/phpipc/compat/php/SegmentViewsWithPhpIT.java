package org.phpipc.compat.php;

import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.php.Shmop.shmop_open;
import static org.phpipc.php.Shmop.shmop_read;
import static org.phpipc.php.Shmop.shmop_size;
import static org.phpipc.php.Sysvshm.shm_attach;
import static org.phpipc.php.Sysvshm.shm_put_var;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.phpipc.serialize.PhpString;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.SharedSegment;
import org.phpipc.sysv.SharedVariables;
import org.phpipc.sysv.VariableLayout;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Outcome;
import org.phpipc.testing.Php;

/** One segment that both sides see as variables and, through shmop, as bytes. */
class SegmentViewsWithPhpIT {
  @RegisterExtension private static final Php php = new Php();
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();

  private final IpcKey key = kernel.freeKey();

  @AfterEach
  void detachInPhp() {
    php.run("unset($s, $h);");
  }

  @Test
  void shmopShowsTheHeaderOfTheVariablesOnBothSides() {
    php.run("$s = shm_attach(" + key.value() + ", 500, 0600); shm_put_var($s, 3, 'abc');");
    php.run("$h = shmop_open(" + key.value() + ", 'a', 0, 0);");
    try (SharedVariables shm = shm_attach(key.value());
        SharedSegment bytes = shmop_open(key.value(), "a", 0, 0)) {
      assertThat(shm_put_var(shm, 4, List.of(1, 2))).isTrue();
      assertThat(shmop_size(bytes)).isEqualTo(500);
      assertThat(php.call("shmop_size($h)").read()).isEqualTo(500L);

      VariableLayout.Header header = VariableLayout.of(bytes).header().orElseThrow();
      assertThat(List.of(header.start(), header.end(), header.free(), header.total()))
          .containsExactly(40L, numberInJava(bytes, 16), shm.freeBytes() + 0L, 500L);
      assertThat(php.call("array_values(unpack('q4', shmop_read($h, 8, 32)))").read())
          .isEqualTo(php.call("[40, " + header.end() + ", " + header.free() + ", 500]").read());
      assertThat(header.end()).isEqualTo(500 - shm.freeBytes());
    }
  }

  @Test
  void shmopShowsTheSameBytesOnBothSidesAfterEachWrite() {
    php.run("$s = shm_attach(" + key.value() + ", 1000, 0600);");
    php.run("$h = shmop_open(" + key.value() + ", 'a', 0, 0);");
    try (SharedVariables shm = shm_attach(key.value());
        SharedSegment bytes = shmop_open(key.value(), "a", 0, 0)) {
      for (int variable = 0; variable < 5; variable++) {
        php.run("shm_put_var($s, " + variable + ", 'by PHP');");
        assertThat(shm_put_var(shm, variable + 100, "by Java")).isTrue();
        assertThat(Outcome.inJava(() -> PhpString.of(shmop_read(bytes, 0, 0))))
            .isEqualTo(php.call("shmop_read($h, 0, 0)"));
      }
    }
  }

  private static long numberInJava(SharedSegment segment, long offset) {
    return ByteBuffer.wrap(shmop_read(segment, offset, Long.BYTES))
        .order(ByteOrder.nativeOrder())
        .getLong();
  }
}
