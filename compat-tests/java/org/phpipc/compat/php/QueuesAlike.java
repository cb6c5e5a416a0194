package org.phpipc.compat.php;

import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.php.Sysvmsg.msg_get_queue;
import static org.phpipc.php.Sysvmsg.msg_receive;
import static org.phpipc.php.Sysvmsg.msg_send;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.phpipc.php.Ref;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.testing.*;

/**
 * PHP's sysvmsg and its Java twin. Where both do the same thing, each does it on a queue of its own
 * that was made alike, and return value, by-reference variables, warnings and exception must agree.
 */
public abstract class QueuesAlike {
  public @RegisterExtension static final Php php = new Php();
  public @RegisterExtension final KernelObjects kernel = new KernelObjects();

  /** Java's queue. */
  public MessageQueue queue;

  /** Of PHP's queue. */
  public IpcKey keyOfPhp;

  @BeforeEach
  void makeQueues() {
    keyOfPhp = kernel.freeKey();
    queue = msg_get_queue(kernel.freeKey().value(), 0600);
    php.run("$q = msg_get_queue(" + keyOfPhp.value() + ", 0600); $t = $x = $e = null;");
  }

  /** One queue for both sides. */
  final void share() {
    keyOfPhp = kernel.freeKey();
    queue = msg_get_queue(keyOfPhp.value(), 0600);
    php.run("$q = msg_get_queue(" + keyOfPhp.value() + ");");
  }

  void sameSend(String arguments, long type, Object message, boolean serialize, boolean blocking) {
    php.run("$e = null;");
    same(
        "[msg_send($q, " + arguments + ", error_code: $e), $e]",
        () -> send(type, message, serialize, blocking));
  }

  List<Object> send(long type, Object message, boolean serialize, boolean blocking) {
    Ref<Long> error = new Ref<>();
    return list(msg_send(queue, type, message, serialize, blocking, error), error.value);
  }

  void sameReceive(String arguments, long desired, long max, boolean unserialize, int flags) {
    php.run("$t = $x = $e = null;");
    same(
        "[msg_receive($q, " + arguments + ", error_code: $e), $t, $x, $e]",
        () -> receive(desired, max, unserialize, flags));
  }

  List<Object> receive(long desired, long max, boolean unserialize, int flags) {
    Ref<Long> type = new Ref<>();
    Ref<Object> message = new Ref<>();
    Ref<Long> error = new Ref<>();
    boolean received = msg_receive(queue, desired, type, max, message, unserialize, flags, error);
    return list(received, type.value, message.value, error.value);
  }

  static void same(String expression, Callable<?> java) {
    assertThat(Outcome.inJava(java)).describedAs(expression).isEqualTo(php.call(expression));
  }

  static List<Object> list(Object... values) {
    return Arrays.asList(values);
  }

  /** An int as PHP source; the smallest one has no literal. */
  static String literal(long number) {
    return number == Long.MIN_VALUE ? "PHP_INT_MIN" : Long.toString(number);
  }
}
