package org.phpipc.compat.php;

import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.php.Sysvmsg.msg_get_queue;
import static org.phpipc.php.Sysvmsg.msg_queue_exists;
import static org.phpipc.php.Sysvmsg.msg_remove_queue;
import static org.phpipc.php.Sysvmsg.msg_send;
import static org.phpipc.php.Sysvmsg.msg_set_queue;
import static org.phpipc.php.Sysvmsg.msg_stat_queue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.QueueStatus;
import org.phpipc.testing.Background;
import org.phpipc.testing.BlockedCalls;
import org.phpipc.testing.Outcome;

/** Opening, figures, settings and removal on both sides. */
class QueueAttributesWithPhpIT extends QueuesAlike {
  @Nested
  class Opening {
    @Test
    void keyIsCutTo32Bits() {
      IpcKey key = kernel.freeKey();
      long wide = 1L << 40 | key.value();
      assertThat(msg_get_queue(wide, 0600).id()).isEqualTo(MessageQueue.open(key).id());
      assertThat(php.call("msg_queue_exists(" + wide + ")").read()).isEqualTo(true);
      assertThat(msg_queue_exists(wide)).isTrue();
    }

    @Test
    void existsFollowsTheOtherSide() {
      IpcKey key = kernel.freeKey();
      same("msg_queue_exists(" + key.value() + ")", () -> msg_queue_exists(key.value()));
      php.run("msg_get_queue(" + key.value() + ");");
      same("msg_queue_exists(" + key.value() + ")", () -> msg_queue_exists(key.value()));
    }

    @Test
    void keyZeroMakesAQueueWithoutPermissions() {
      List<QueueStatus> made =
          madeBy(
              () -> {
                php.run("msg_get_queue(0, 0600);");
                msg_get_queue(0, 0600);
              });
      assertThat(made).hasSize(2);
    }

    @Test
    void askingForKeyZeroMakesAQueue() {
      List<QueueStatus> made = madeBy(() -> same("msg_queue_exists(0)", () -> msg_queue_exists(0)));
      assertThat(made).hasSize(2);
    }

    @Test
    void umaskHasNoSay() {
      IpcKey key = kernel.freeKey();
      php.run("$old = umask(077); msg_get_queue(" + key.value() + "); umask($old);");
      assertThat(msg_stat_queue(msg_get_queue(key.value()))).containsEntry("msg_perm.mode", 0666L);
    }

    @ParameterizedTest
    @ValueSource(ints = {0600, 0666, 07777, -1, 0, 0200})
    void permissionsKeepNineBits(int permissions) {
      IpcKey ofPhp = kernel.freeKey();
      IpcKey ofJava = kernel.freeKey();
      php.run(String.format(Locale.ROOT, "msg_get_queue(%d, %d);", ofPhp.value(), permissions));
      msg_get_queue(ofJava.value(), permissions);
      assertThat(MessageQueue.list())
          .filteredOn(status -> status.key().equals(ofPhp) || status.key().equals(ofJava))
          .hasSize(2)
          .allMatch(status -> status.attributes().mode() == (permissions & 0777));
    }

    /**
     * The queues that come into being meanwhile; a queue of mode 0 can only be seen in the list.
     */
    private List<QueueStatus> madeBy(Runnable action) {
      List<Integer> before = MessageQueue.list().stream().map(QueueStatus::id).toList();
      action.run();
      List<QueueStatus> made = new ArrayList<>(MessageQueue.list());
      made.removeIf(status -> before.contains(status.id()));
      made.removeIf(status -> !status.key().isPrivate() || status.attributes().mode() != 0);
      made.forEach(status -> kernel.owned(MessageQueue.ofId(status.id())));
      return made;
    }
  }

  @Nested
  class Attributes {
    @Test
    void freshQueueHasTheSameFiguresInTheSameOrder() {
      same(
          "array_diff_key(msg_stat_queue($q), ['msg_ctime' => 0])",
          () -> without(msg_stat_queue(queue), "msg_ctime"));
    }

    @Test
    void figuresFollowBothSides() {
      share();
      msg_send(queue, 1, "from Java");
      php.run("msg_receive($q, 0, $t, 100, $x); msg_send($q, 1, 'from PHP');");
      assertThat(Outcome.inJava(() -> msg_stat_queue(queue)))
          .isEqualTo(php.call("msg_stat_queue($q)"));
      assertThat(msg_stat_queue(queue))
          .containsEntry("msg_lspid", php.pid())
          .containsEntry("msg_lrpid", php.pid());
    }

    @Test
    void settingsAreCastToInt() {
      long group = msg_stat_queue(queue).get("msg_perm.gid");
      Map<String, Object> data = new LinkedHashMap<>();
      data.put("msg_perm.mode", 0644);
      data.put("msg_perm.gid", "" + group);
      data.put("msg_qbytes", "4096");
      data.put("ignored", List.of());
      sameSet(
          String.format(
              Locale.ROOT,
              "['msg_perm.mode' => 0644, 'msg_perm.gid' => '%d', 'msg_qbytes' => '4096', 'ignored' => []]",
              group),
          data);
    }

    @Test
    void everyKindOfNumberIsCastAlike() {
      sameSet("['msg_qbytes' => 1.5e3]", Map.of("msg_qbytes", 1.5e3));
      sameSet("['msg_qbytes' => ' 1e3x']", Map.of("msg_qbytes", " 1e3x"));
      sameSet("['msg_qbytes' => '.5e4']", Map.of("msg_qbytes", ".5e4"));
      sameSet("['msg_qbytes' => true]", Map.of("msg_qbytes", true));
      sameSet("['msg_qbytes' => 'abc']", Map.of("msg_qbytes", "abc"));
      sameSet("['msg_qbytes' => [7]]", Map.of("msg_qbytes", List.of(7)));
      sameSet("['msg_perm.mode' => 07777]", Map.of("msg_perm.mode", 07777));
      sameSet("[]", Map.of());
    }

    @Test
    void negativeCapacityIsAnsweredAlike() {
      sameSet("['msg_qbytes' => -1]", Map.of("msg_qbytes", -1));
    }

    private void sameSet(String array, Map<String, ?> data) {
      same(
          "[msg_set_queue($q, "
              + array
              + "), array_diff_key(msg_stat_queue($q), ['msg_ctime' => 0])]",
          () -> list(msg_set_queue(queue, data), without(msg_stat_queue(queue), "msg_ctime")));
    }

    private Map<String, Long> without(Map<String, Long> stat, String key) {
      Map<String, Long> rest = new LinkedHashMap<>(stat);
      rest.remove(key);
      return rest;
    }
  }

  @Nested
  class Removal {
    @Test
    void secondRemovalFails() {
      same(
          "[msg_remove_queue($q), msg_remove_queue($q)]",
          () -> list(msg_remove_queue(queue), msg_remove_queue(queue)));
    }

    @Test
    void removedQueueAnswersEverythingAlike() {
      php.run("msg_remove_queue($q);");
      msg_remove_queue(queue);
      sameSend("1, 'a'", 1, "a", true, true);
      sameReceive("0, $t, 100, $x", 0, 100, true, 0);
      same("msg_stat_queue($q)", () -> msg_stat_queue(queue) != null);
      same("msg_set_queue($q, [])", () -> msg_set_queue(queue, Map.of()));
    }

    @Test
    void blockedReadersOnBothSidesAreWoken() {
      share();
      CompletableFuture<Outcome> inPhp =
          php.begin("[msg_receive($q, 0, $t, 100, $x, true, 0, $e), $t, $x, $e]");
      CompletableFuture<Outcome> inJava =
          Background.get(() -> Outcome.inJava(() -> receive(0, 100, true, 0)));
      BlockedCalls.await(php.pid(), "msgrcv", queue);
      BlockedCalls.await("msgrcv", queue);
      queue.remove();
      assertThat(inJava.join()).isEqualTo(inPhp.join());
      assertThat(inJava.join().value()).contains("i:43;");
    }

    @Test
    void blockedSendersOnBothSidesAreWoken() {
      share();
      queue.resize(1);
      msg_send(queue, 1, "x", false);
      CompletableFuture<Outcome> inPhp = php.begin("[msg_send($q, 1, 'y', false, true, $e), $e]");
      CompletableFuture<Outcome> inJava =
          Background.get(() -> Outcome.inJava(() -> send(1, "y", false, true)));
      BlockedCalls.await(php.pid(), "msgsnd", queue);
      BlockedCalls.await("msgsnd", queue);
      queue.remove();
      assertThat(inJava.join()).isEqualTo(inPhp.join());
      assertThat(inJava.join().value()).contains("i:43;");
    }
  }
}
