package org.phpipc.compat.php;

import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.php.Sysvmsg.MSG_EXCEPT;
import static org.phpipc.php.Sysvmsg.MSG_IPC_NOWAIT;
import static org.phpipc.php.Sysvmsg.MSG_NOERROR;
import static org.phpipc.php.Sysvmsg.msg_send;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.serialize.PhpObject;
import org.phpipc.testing.Outcome;
import org.phpipc.testing.Php;

/** {@code msg_receive} on both sides. */
class QueueReceiveWithPhpIT extends QueuesAlike {
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
        String.format(
            Locale.ROOT,
            "msg_send($q, %d, unserialize(%s), %b);",
            type,
            Php.literal(value),
            serialize));
    msg_send(queue, type, message, serialize);
  }

  /** Observation 26: what a signal does to PHP, an interrupt does to a thread. */
  @Test
  void interruptEndsTheWaitingAsASignalDoesInPhp() {
    php.run("pcntl_signal(SIGALRM, fn () => 0); pcntl_alarm(1);");
    Thread.currentThread().interrupt();
    sameReceive("0, $t, 100, $x", 0, 100, true, 0);
    assertThat(Thread.interrupted()).isTrue();
  }
}
