package org.phpipc.compat.php;

import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.php.Sysvmsg.msg_receive;
import static org.phpipc.php.Sysvmsg.msg_remove_queue;
import static org.phpipc.php.Sysvmsg.msg_send;
import static org.phpipc.php.Sysvmsg.msg_set_queue;
import static org.phpipc.php.Sysvmsg.msg_stat_queue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.php.Ref;
import org.phpipc.serialize.PhpObject;

/** {@code msg_send} on both sides. */
class QueueSendWithPhpIT extends QueuesAlike {
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

  @Test
  void interruptEndsTheWaitingAsASignalDoesInPhp() {
    share();
    queue.resize(1);
    assertThat(queue.trySend(1, new byte[1])).isTrue();
    php.run("pcntl_signal(SIGALRM, fn () => 0); pcntl_alarm(1);");
    Thread.currentThread().interrupt();
    sameSend("2, 'x', false, true", 2, "x", false, true);
    assertThat(Thread.interrupted()).isTrue();
  }
}
