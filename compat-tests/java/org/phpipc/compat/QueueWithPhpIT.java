package org.phpipc.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.phpipc.php.Sysvmsg.MSG_EXCEPT;
import static org.phpipc.php.Sysvmsg.MSG_IPC_NOWAIT;
import static org.phpipc.php.Sysvmsg.MSG_NOERROR;
import static org.phpipc.php.Sysvmsg.msg_get_queue;
import static org.phpipc.php.Sysvmsg.msg_queue_exists;
import static org.phpipc.php.Sysvmsg.msg_receive;
import static org.phpipc.php.Sysvmsg.msg_remove_queue;
import static org.phpipc.php.Sysvmsg.msg_send;
import static org.phpipc.php.Sysvmsg.msg_set_queue;
import static org.phpipc.php.Sysvmsg.msg_stat_queue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.Background;
import org.phpipc.BlockedCalls;
import org.phpipc.KernelObjects;
import org.phpipc.php.Ref;
import org.phpipc.serialize.PhpObject;
import org.phpipc.serialize.PhpString;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;

/**
 * PHP's sysvmsg and its Java twin. Where both do the same thing, each does it on a queue of its own
 * that was made alike, and return value, by-reference variables, warnings and exception must agree.
 */
class QueueWithPhpIT {
  @RegisterExtension static final Php php = new Php();
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();

  /** Java's queue. */
  private MessageQueue queue;

  @BeforeEach
  void makeQueues() {
    IpcKey ofPhp = kernel.freeKey();
    queue = msg_get_queue(kernel.freeKey().value(), 0600);
    php.run("$q = msg_get_queue(" + ofPhp.value() + ", 0600); $t = $x = $e = null;");
  }

  /** One queue for both sides. */
  private void share() {
    IpcKey key = kernel.freeKey();
    queue = msg_get_queue(key.value(), 0600);
    php.run("$q = msg_get_queue(" + key.value() + ");");
  }

  @Nested
  class Sending {
    @Test
    void typeBelowOneIsRefused() {
      for (long type : new long[] {0, -1, Long.MIN_VALUE}) {
        sameSend(literal(type) + ", 'a', false, false", type, "a", false, false);
      }
    }

    @Test
    void largestTypeIsSent() {
      sameSend("PHP_INT_MAX, 'a', false", Long.MAX_VALUE, "a", false, true);
      sameReceive("0, $t, 10, $x, false", 0, 10, false, 0);
    }

    @Test
    void messageAboveTheLimitIsRefused() {
      sameSend("1, str_repeat('x', 8193), false, false", 1, "x".repeat(8193), false, false);
    }

    @Test
    void largestMessageIsSent() {
      sameSend("1, str_repeat('x', 8192), false, false", 1, "x".repeat(8192), false, false);
      sameSend("1, str_repeat('x', 8182), true, false", 1, "x".repeat(8182), true, false);
    }

    @Test
    void fullQueueIsRefusedAndStillTakesAnEmptyMessage() {
      fill();
      sameSend("1, 'z', false, false", 1, "z", false, false);
      sameSend("1, '', false, false", 1, "", false, false);
    }

    @Test
    void successLeavesTheErrorCodeAlone() {
      Ref<Long> error = new Ref<>(11L);
      same(
          "[$e = 11, msg_send($q, 1, 'a', true, true, $e), $e]",
          () -> list(11L, msg_send(queue, 1, "a", true, true, error), error.value));
    }

    @Test
    void rawMessagesOfOtherTypesAreRefused() {
      sameSend("1, null, false", 1, null, false, true);
      sameSend("1, [], false", 1, List.of(), false, true);
      sameSend("1, [1, 2], false", 1, Map.of(), false, true);
      sameSend("1, new stdClass, false", 1, PhpObject.standard(), false, true);
      sameSend("1, new ArrayObject, false", 1, new PhpObject("ArrayObject"), false, true);
    }

    @Test
    void rawScalarsAreSentAsPhpPrintsThem() {
      sameBytes("5", 5);
      sameBytes("-7", -7L);
      sameBytes("PHP_INT_MAX", Long.MAX_VALUE);
      sameBytes("PHP_INT_MIN", Long.MIN_VALUE);
      sameBytes("true", true);
      sameBytes("false", false);
      sameBytes("''", "");
      sameBytes("\"\\0\\xff;\"", new byte[] {0, -1, ';'});
      sameBytes("'é'", "é");
    }

    @ParameterizedTest
    @ValueSource(
        doubles = {
          0.0,
          -0.0,
          1.0,
          -1.0,
          0.1,
          1e22,
          1e100,
          -1e-7,
          0.0000005,
          0.0000015,
          1.0000005,
          1e-300,
          0.5,
          2.5,
          123456789.12345679,
          Double.MAX_VALUE,
          Double.MIN_VALUE,
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY
        })
    void rawFloatsHaveSixDecimals(double value) {
      String bits = Long.toHexString(Double.doubleToLongBits(value));
      sameBytes("unpack('E', hex2bin(str_pad('" + bits + "', 16, '0', STR_PAD_LEFT)))[1]", value);
    }

    @Test
    void queueThatIsNoneIsRefused() {
      same("msg_send(false, 1, 'a')", () -> msg_send(null, 1, "a"));
      same("msg_remove_queue(false)", () -> msg_remove_queue(null));
      same("msg_stat_queue(false)", () -> msg_stat_queue(null));
      same("msg_set_queue(false, [])", () -> msg_set_queue(null, Map.of()));
      same(
          "msg_receive(false, 0, $t, 1, $x)",
          () -> msg_receive(null, 0, new Ref<>(), 1, new Ref<>()));
    }

    /** Fills both queues with the same messages. */
    private void fill() {
      php.run("while (@msg_send($q, 1, str_repeat('x', 4096), false, false)) {}");
      while (queue.trySend(1, new byte[4096])) {
        assertThat(queue.status().messages()).isLessThan(1000);
      }
    }

    private void sameBytes(String expression, Object value) {
      php.run("msg_send($q, 1, " + expression + ", false);");
      msg_send(queue, 1, value, false);
      same(
          "(function () use ($q) { msg_receive($q, 0, $t, 9999, $x, false); return $x; })()",
          () -> queue.receive().payload());
    }
  }

  @Nested
  class Receiving {
    @Test
    void emptyQueueGivesEnomsg() {
      sameReceive("0, $t, 100, $x, true, MSG_IPC_NOWAIT", 0, 100, true, MSG_IPC_NOWAIT);
    }

    @Test
    void messageTooBigStays() {
      both(3, "0123456789", false);
      sameReceive("0, $t, 4, $x, false, MSG_IPC_NOWAIT", 0, 4, false, MSG_IPC_NOWAIT);
      sameReceive("0, $t, 10, $x, false, MSG_IPC_NOWAIT", 0, 10, false, MSG_IPC_NOWAIT);
    }

    @Test
    void noerrorCutsTheMessage() {
      both(3, "0123456789", false);
      sameReceive("0, $t, 4, $x, false, MSG_NOERROR", 0, 4, false, MSG_NOERROR);
      sameReceive("0, $t, 4, $x, false, MSG_IPC_NOWAIT", 0, 4, false, MSG_IPC_NOWAIT);
    }

    @Test
    void cutMessageThatIsUnserializedIsCorrupted() {
      both(3, "0123456789", true);
      sameReceive("0, $t, 4, $x, true, MSG_NOERROR", 0, 4, true, MSG_NOERROR);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "a",
          "",
          "i:5",
          "s:5:\"ab\";",
          "a:1:{i:0;i:1;",
          "O:8:\"stdClass\":1:{}",
          "x:y",
          "b:2;"
        })
    void bytesThatAreNoValueAreCorruptedAndGone(String bytes) {
      both(1, bytes, false);
      // A message longer than the damaged one could leave its end in the buffer that PHP reuses.
      sameReceive("0, $t, 100, $x", 0, 100, true, 0);
      sameReceive("0, $t, 100, $x, true, MSG_IPC_NOWAIT", 0, 100, true, MSG_IPC_NOWAIT);
    }

    @Test
    void bytesAfterTheValueAreIgnored() {
      both(1, "i:5;x", false);
      sameReceive("0, $t, 100, $x", 0, 100, true, 0);
    }

    @Test
    void sentFalseIsReceivedWithSuccess() {
      both(1, false, true);
      sameReceive("0, $t, 100, $x", 0, 100, true, 0);
    }

    @Test
    void sizeBelowOneIsRefused() {
      sameReceive("0, $t, 0, $x", 0, 0, true, 0);
      sameReceive("0, $t, -1, $x", 0, -1, true, 0);
    }

    @Test
    void everySelectionTakesTheSameMessages() {
      for (long desired :
          new long[] {0, 1, 2, 4, 5, -1, -2, -4, -9, Long.MIN_VALUE, Long.MAX_VALUE}) {
        for (int flags : new int[] {0, MSG_EXCEPT, 8}) {
          for (int type : new int[] {3, 1, 2, 1, 5}) {
            both(type, "m" + type, false);
          }
          for (int i = 0; i < 6; i++) {
            int now = flags | MSG_IPC_NOWAIT;
            sameReceive(literal(desired) + ", $t, 10, $x, false, " + now, desired, 10, false, now);
          }
          php.run("while (msg_receive($q, 0, $t, 10, $x, false, MSG_IPC_NOWAIT)) {}");
          while (queue.tryReceive().isPresent()) {
            assertThat(flags).isNotNegative();
          }
        }
      }
    }

    @Test
    void unknownClassIsReceived() {
      both(1, new PhpObject("No\\Such").set("a", 1), true);
      sameReceive("0, $t, 100, $x", 0, 100, true, 0);
    }

    private void both(long type, Object message, boolean serialize) {
      byte[] value = Outcome.inJava(() -> message).bytes();
      php.run(
          "msg_send($q, %d, unserialize(%s), %b);".formatted(type, Php.literal(value), serialize));
      msg_send(queue, type, message, serialize);
    }
  }

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
      Outcome inPhp = php.call("msg_stat_queue($zero = msg_get_queue(0, 0600))['msg_perm.mode']");
      php.run("msg_remove_queue($zero);");
      MessageQueue zero = kernel.owned(msg_get_queue(0, 0600));
      assertThat(Outcome.inJava(() -> (long) zero.status().attributes().mode())).isEqualTo(inPhp);
    }

    @Test
    void askingForKeyZeroMakesAQueue() {
      List<Integer> before = ids();
      same("msg_queue_exists(0)", () -> msg_queue_exists(0));
      List<Integer> made = ids();
      made.removeAll(before);
      made.forEach(id -> kernel.owned(MessageQueue.ofId(id)));
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
      IpcKey php1 = kernel.freeKey();
      IpcKey java1 = kernel.freeKey();
      same(
          "msg_stat_queue(msg_get_queue(%d, %d))['msg_perm.mode']"
              .formatted(php1.value(), permissions),
          () -> msg_stat_queue(msg_get_queue(java1.value(), permissions)).get("msg_perm.mode"));
    }

    private List<Integer> ids() {
      List<Integer> ids = new ArrayList<>();
      MessageQueue.list().forEach(status -> ids.add(status.id()));
      return ids;
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
          "['msg_perm.mode' => 0644, 'msg_perm.gid' => '%d', 'msg_qbytes' => '4096', 'ignored' => []]"
              .formatted(group),
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

  @Nested
  class Rights {
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

  @Nested
  class Crossing {
    @BeforeEach
    void shareOneQueue() {
      share();
    }

    @Test
    void rawBytesCrossBothWays() {
      byte[] all = new byte[256];
      for (int i = 0; i < all.length; i++) {
        all[i] = (byte) i;
      }
      msg_send(queue, 1, all, false);
      php.run("msg_receive($q, 0, $t, 8192, $x, false); msg_send($q, 2, strrev($x), false);");
      Ref<Object> reversed = new Ref<>();
      assertThat(msg_receive(queue, 0, new Ref<>(), 8192, reversed, false)).isTrue();
      for (int i = 0; i < all.length; i++) {
        all[i] = (byte) (255 - i);
      }
      assertThat(reversed.value).isEqualTo(PhpString.of(all));
    }

    @Test
    void rawTextArrivesAsAString() {
      php.run("msg_send($q, 1, 'Größe', false);");
      Ref<Object> text = new Ref<>();
      msg_receive(queue, 0, new Ref<>(), 8192, text, false);
      assertThat(text.value).isEqualTo("Größe");
    }

    @Test
    void blockedReaderGetsWhatTheOtherSideSends() {
      CompletableFuture<Outcome> reader = php.begin("[msg_receive($q, 0, $t, 100, $x), $t, $x]");
      BlockedCalls.await(php.pid(), "msgrcv", queue);
      msg_send(queue, 9, "hello");
      assertThat(reader.join()).isEqualTo(Outcome.inJava(() -> list(true, 9, "hello")));
    }

    /** Never more at a time than fit with their answers: a full queue would stop both sides. */
    @Test
    void tenThousandNumberedJobsCrossBothWaysInOrder() {
      int jobs = 10_000;
      int atATime = 100;
      CompletableFuture<Outcome> echo =
          php.begin(
              "(function () use ($q) { for ($n = 0; $n < 10000; $n++) {"
                  + " msg_receive($q, 1, $t, 8192, $job); msg_send($q, 2, $job + ['by' => 'php']); }"
                  + " return $n; })()");
      Ref<Object> answer = new Ref<>();
      for (long n = 0; n < jobs; n++) {
        if (n % atATime == 0) {
          for (long next = n; next < n + atATime; next++) {
            msg_send(queue, 1, Map.of("n", next));
          }
        }
        assertThat(msg_receive(queue, 2, new Ref<>(), 8192, answer)).isTrue();
        assertThat(answer.value).isEqualTo(Map.of("n", n, "by", "php"));
      }
      assertThat(echo.join().read()).isEqualTo((long) jobs);
    }

    @Test
    void peekedMessageIsStillThereForPhp() {
      php.run("msg_send($q, 4, ['a' => 1]);");
      assertThat(queue.peek(0).orElseThrow().payload())
          .isEqualTo("a:1:{s:1:\"a\";i:1;}".getBytes(UTF_8));
      assertThat(php.call("[msg_receive($q, 0, $t, 100, $x), $t, $x]"))
          .isEqualTo(Outcome.inJava(() -> list(true, 4, Map.of("a", 1))));
    }
  }

  private void sameSend(
      String arguments, long type, Object message, boolean serialize, boolean blocking) {
    php.run("$e = null;");
    same(
        "[msg_send($q, " + arguments + ", error_code: $e), $e]",
        () -> send(type, message, serialize, blocking));
  }

  private List<Object> send(long type, Object message, boolean serialize, boolean blocking) {
    Ref<Long> error = new Ref<>();
    return list(msg_send(queue, type, message, serialize, blocking, error), error.value);
  }

  private void sameReceive(
      String arguments, long desired, long max, boolean unserialize, int flags) {
    php.run("$t = $x = $e = null;");
    same(
        "[msg_receive($q, " + arguments + ", error_code: $e), $t, $x, $e]",
        () -> receive(desired, max, unserialize, flags));
  }

  private List<Object> receive(long desired, long max, boolean unserialize, int flags) {
    Ref<Long> type = new Ref<>();
    Ref<Object> message = new Ref<>();
    Ref<Long> error = new Ref<>();
    boolean received = msg_receive(queue, desired, type, max, message, unserialize, flags, error);
    return list(received, type.value, message.value, error.value);
  }

  private static void same(String expression, Callable<?> java) {
    assertThat(Outcome.inJava(java)).describedAs(expression).isEqualTo(php.call(expression));
  }

  private static List<Object> list(Object... values) {
    return Arrays.asList(values);
  }

  /** An int as PHP source; the smallest one has no literal. */
  private static String literal(long number) {
    return number == Long.MIN_VALUE ? "PHP_INT_MIN" : Long.toString(number);
  }
}
