package org.phpipc.compat.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.php.Pcntl.SIGTERM;
import static org.phpipc.php.Pcntl.SIGUSR1;
import static org.phpipc.php.Posix.posix_kill;
import static org.phpipc.php.Sysvmsg.msg_receive;
import static org.phpipc.php.Sysvmsg.msg_send;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.phpipc.php.Ref;
import org.phpipc.serialize.PhpArray;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.testing.ExampleProcess;
import org.phpipc.testing.ExampleProcess.Language;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Php;

/** The master of the example keeps its workers alive, replaces them, and takes them with it. */
class TaskMasterIT {
  /** Not asked anything: it says whether there is a PHP. */
  @RegisterExtension private static final Php php = new Php();

  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  @TempDir private static Path classes;
  @TempDir private Path folder;
  private MessageQueue queue;

  @BeforeAll
  static void compile() throws Exception {
    ExampleProcess.compile(classes);
  }

  @ParameterizedTest(name = "{0} with workers in {1}")
  @CsvSource({"PHP,PHP", "PHP,JAVA", "JAVA,PHP", "JAVA,JAVA"})
  void workersAreRestartedReloadedAndStopped(Language parent, Language workers) throws Exception {
    Path key = Files.createFile(folder.resolve("key"));
    queue = kernel.owned(MessageQueue.create(IpcKey.ftok(key, 'q')));
    try (ExampleProcess master =
        ExampleProcess.start("TaskMaster", classes, key, parent, workers)) {
      assertThat(master.line()).isEqualTo("master " + master.pid());
      assertThat(work("first")).isPositive();

      List<Integer> before = untilThereAre(4, master, Set.of());
      msg_send(queue, 1, "die");
      msg_send(queue, 1, "die");
      List<Integer> restarted = untilTwoAreNew(before, master);
      assertThat(restarted).hasSize(4);
      assertThat(work("second")).isPositive();

      Set<Integer> old = new HashSet<>(untilThereAre(4, master, Set.of()));
      old.remove(master.pid());
      workUntilAllHave(old);
      posix_kill(master.pid(), SIGUSR1);
      List<Integer> reloaded = untilThereAre(4, master, old);
      assertThat(reloaded).doesNotContainAnyElementsOf(old);
      assertThat((int) work("third")).isNotIn(old);
      Set<Integer> young = new HashSet<>(reloaded);
      young.remove(master.pid());
      workUntilAllHave(young);

      posix_kill(master.pid(), SIGTERM);
      assertThat(master.output()).isEqualTo("stopped\n");
      assertThat(master.process().await()).hasToString("exit status 0");
      // JNA's start has a child for a moment, which outlives a worker that is ended right then.
      assertThat(untilThereAre(0, master, Set.of())).isEmpty();
      assertThat(MessageQueue.exists(IpcKey.ftok(key, 'q'))).isFalse();
    }
  }

  /** The pid of the worker that did the task. */
  private long work(String task) {
    msg_send(queue, 1, task);
    Ref<Object> result = new Ref<>();
    assertThat(msg_receive(queue, 2, new Ref<>(), 8192, result)).isTrue();
    PhpArray done = (PhpArray) result.value;
    assertThat(done.get("task")).isEqualTo(task);
    return (Long) done.get("worker");
  }

  /** A JVM that a signal meets while it starts says so on the output. */
  private void workUntilAllHave(Set<Integer> workers) {
    Set<Integer> idle = new HashSet<>(workers);
    while (!idle.isEmpty()) {
      idle.remove((int) work("another"));
    }
  }

  private static List<Integer> untilThereAre(int count, ExampleProcess master, Set<Integer> gone)
      throws Exception {
    List<Integer> session = master.session();
    while (session.size() != count || session.stream().anyMatch(gone::contains)) {
      Thread.onSpinWait();
      session = master.session();
    }
    return session;
  }

  private static List<Integer> untilTwoAreNew(List<Integer> before, ExampleProcess master)
      throws Exception {
    List<Integer> session = master.session();
    while (session.size() != 4 || session.stream().filter(p -> !before.contains(p)).count() != 2) {
      Thread.onSpinWait();
      session = master.session();
    }
    return session;
  }
}
