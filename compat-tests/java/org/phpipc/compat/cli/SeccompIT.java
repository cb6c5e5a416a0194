package org.phpipc.compat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.phpipc.Errno;
import org.phpipc.testing.Shell;

/** The tool where a filter of system calls, as containers have one, refuses to tell of objects. */
class SeccompIT {
  /**
   * Starts a command for which msgctl, shmctl and semctl answer the errno of the first argument.
   */
  private static final String FILTER =
      """
      #include <linux/filter.h>
      #include <linux/seccomp.h>
      #include <stddef.h>
      #include <stdio.h>
      #include <stdlib.h>
      #include <sys/prctl.h>
      #include <sys/syscall.h>
      #include <unistd.h>
      int main(int argc, char **argv) {
        struct sock_filter filter[] = {
          BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
          BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_msgctl, 2, 0),
          BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_shmctl, 1, 0),
          BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_semctl, 0, 1),
          BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | atoi(argv[1])),
          BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        };
        struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
        if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
            || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) {
          perror("no filter");
          return 1;
        }
        execvp(argv[2], argv + 2);
        perror(argv[2]);
        return 1;
      }
      """;

  @TempDir private static Path folder;
  private static Path filter;

  @BeforeAll
  static void compile() throws Exception {
    assumeTrue(
        Shell.run("cc --version").exit() == 0, "no C compiler (cc) here to make a filter with");
    Path source = Files.writeString(folder.resolve("filter.c"), FILTER);
    filter = folder.resolve("filter");
    Shell.Result cc = Shell.run("cc -o " + filter + " " + source);
    assertThat(cc.exit()).describedAs(cc.out()).isZero();
    Shell.Result filtered = Shell.run(filter + " 1 true");
    assumeTrue(filtered.exit() == 0, "seccomp filters cannot be set here: " + filtered.out());
  }

  /** Runs the tool below the filter in a namespace with one queue, and gives its exit code too. */
  private static String run(Errno answer, String... arguments) {
    String make = "php -r 'msg_get_queue(0x51);' && ";
    String filtered = filter + " " + answer.number() + " " + Shell.tool(arguments);
    return Shell.runInNamespace(make + filtered + "; echo exit code $?").out();
  }

  @ParameterizedTest
  @CsvSource({"list --json, EPERM", "list, ENOSYS", "remove 0x51, EPERM"})
  void refusalIsReportedWithItsReason(String arguments, Errno answer) {
    assertThat(run(answer, arguments.split(" ")))
        .isEqualTo(
            "phpipc: msgctl(MSG_INFO) on all queues: "
                + answer.text()
                + "; a filter of system calls (seccomp, as containers have) refuses it:"
                + " allow msgctl\nexit code 1\n");
  }

  @ParameterizedTest
  @CsvSource({"EPERM", "ENOSYS"})
  void doctorReportsEachRefusalAndGoesOn(Errno answer) {
    String advice = "a filter of system calls (seccomp, as containers have) refuses it: allow ";
    assertThat(run(answer, "doctor"))
        .contains("problem  round trip: msgctl(IPC_RMID) on queue ")
        .contains("Without this neither phpipc nor PHP can work. " + advice + "msgctl\n")
        .contains("problem  queues: msgctl(", "problem  segments: shmctl(")
        .contains("problem  semaphores: semctl(", advice + "shmctl\n", advice + "semctl\n")
        .doesNotContain("shows owner and mode", "a defect")
        .endsWith("exit code 1\n");
  }
}
