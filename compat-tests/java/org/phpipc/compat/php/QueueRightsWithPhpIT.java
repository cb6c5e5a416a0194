package org.phpipc.compat.php;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.phpipc.php.Sysvmsg.msg_get_queue;
import static org.phpipc.php.Sysvmsg.msg_remove_queue;
import static org.phpipc.php.Sysvmsg.msg_set_queue;
import static org.phpipc.php.Sysvmsg.msg_stat_queue;

import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.phpipc.sysv.IpcKey;
import org.phpipc.testing.Outcome;
import org.phpipc.testing.Php;
import org.phpipc.testing.Unprivileged;

/** What a user without rights is told on both sides. */
class QueueRightsWithPhpIT extends QueuesAlike {
  @RegisterExtension static final Php nobody = new Php();

  @BeforeEach
  void shareAndLoseRights() {
    IpcKey key = kernel.freeKey();
    queue = msg_get_queue(key.value(), 0);
    nobody.run("if (posix_geteuid() === 0) { posix_seteuid(" + Unprivileged.NOBODY + "); }");
    nobody.run("$q = msg_get_queue(" + key.value() + "); $t = $x = $e = null;");
  }

  @Test
  void sendingIsDeniedAlike() {
    denied("[msg_send($q, 1, 'a', true, true, $e), $e]", () -> send(1, "a", true, true));
  }

  @Test
  void receivingIsDeniedAlike() {
    denied(
        "[msg_receive($q, 0, $t, 100, $x, true, 0, $e), $t, $x, $e]",
        () -> receive(0, 100, true, 0));
  }

  @Test
  void statusIsDeniedAlike() {
    denied("msg_stat_queue($q)", () -> msg_stat_queue(queue) != null);
    denied(
        "msg_set_queue($q, ['msg_perm.mode' => 0666])",
        () -> msg_set_queue(queue, Map.of("msg_perm.mode", 0666)));
  }

  @Test
  void strangersMayNotRemoveOrChange() {
    assumeTrue(Unprivileged.isRoot(), "only root can become a second user");
    queue.change(attributes -> attributes.withMode(0666));
    denied("msg_remove_queue($q)", () -> msg_remove_queue(queue));
    denied(
        "msg_set_queue($q, ['msg_perm.mode' => 0600])",
        () -> msg_set_queue(queue, Map.of("msg_perm.mode", 0600)));
    assertThat(queue.status().attributes().mode()).isEqualTo(0666);
  }

  private void denied(String expression, Callable<?> java) {
    Outcome inJava = Outcome.inJava(() -> Unprivileged.call(java));
    assertThat(inJava).isEqualTo(nobody.call(expression));
    assertThat(inJava.value()).contains("b:0;");
  }
}
