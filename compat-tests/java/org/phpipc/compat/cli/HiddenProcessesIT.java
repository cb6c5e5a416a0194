package org.phpipc.compat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.testing.Shell;
import org.phpipc.testing.Tool;

/** The queue of a live PHP that the tool cannot see, as two containers have it. */
class HiddenProcessesIT {
  /** Starts a PHP of user 65534 that has sent a message and lives until its input ends. */
  private static final String LIVE_PHP =
      """
      coproc PHP { exec setpriv --reuid 65534 --clear-groups php -r '
          $q = msg_get_queue(0xa1); msg_send($q, 1, "x"); echo "ready\\n"; fgets(STDIN);'; }
      read -r line <&"${PHP[0]}"
      """;

  /** A shell becomes its last command, and PHP would lose its standard input before that ends. */
  private static final String STAY = "exit $?";

  /** Where only a process's own user, and who may trace it, sees it in /proc. */
  private static final String HIDEPID =
      "unshare --mount bash -c 'mount -t proc -o hidepid=2 proc /proc && exec setpriv --regid 65534"
          + " --clear-groups --bounding-set -sys_ptrace --inh-caps -sys_ptrace \"$@\"' -";

  @ParameterizedTest
  @ValueSource(strings = {"unshare --pid --fork --mount-proc", "unshare --pid --fork", HIDEPID})
  void queueOfALivePhpIsNeitherStaleNorRemoved(String place) {
    Shell.requireNamespaces("--ipc", "--pid", "--mount", "--fork");
    Shell.Result result =
        Shell.runInNamespace(
            String.join(
                "\n",
                LIVE_PHP,
                place + " " + Shell.tool("list", "--stale", "--json"),
                place + " " + Shell.tool("remove", "0xa1", "--yes"),
                STAY));
    assertThat(result.exit()).describedAs(result.out()).isEqualTo(Tool.REFUSED);
    assertThat(result.out())
        .startsWith("[]\n")
        .containsPattern(
            "queue with key 0x000000a1 and id 0 is in use:"
                + " sent by (\\d+ \\(running\\)|a process that cannot be seen); --force removes it");
  }

  @Test
  void numberIsNotLookedUpInTheProcOfAnotherPidNamespace() {
    Shell.requireNamespaces("--ipc", "--pid", "--fork");
    String list = LIVE_PHP + Shell.tool("list", "--json") + "\n" + STAY;
    Shell.Result result = Shell.runInNamespace("unshare --pid --fork bash -c " + quoted(list));
    assertThat(result.exit()).describedAs(result.out()).isZero();
    assertThat(result.out()).containsPattern("\\{\"what\":\"sent\",\"pid\":\\d+,\"alive\":true\\}");
  }

  private static String quoted(String script) {
    return Shell.quoted(List.of(script));
  }
}
