package org.phpipc.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phpipc.Errno;
import org.phpipc.process.Descriptor.Pipe;

class ProcessSpawnerTest {
  @TempDir private Path folder;

  @Test
  void exitStatusArrives() throws Exception {
    ChildProcess child = ProcessSpawner.of("sh", "-c", "exit 7").start();
    assertThat(child.await()).isEqualTo(new WaitStatus(7 << 8));
    assertThat(child.await()).hasToString("exit status 7");
    assertThat(child.poll()).contains(new WaitStatus(7 << 8));
  }

  @Test
  void missingCommandIsNamed() {
    assertThatThrownBy(ProcessSpawner.of("/nonexistent", "x")::start)
        .isInstanceOf(ProcessException.class)
        .hasMessage("posix_spawn on \"/nonexistent x\": No such file or directory")
        .extracting(e -> ((ProcessException) e).error().orElseThrow())
        .isEqualTo(Errno.ENOENT);
  }

  @Test
  void argumentWithNulIsRefused() {
    assertThatThrownBy(() -> ProcessSpawner.of("echo", "a\0b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holds a NUL byte");
  }

  @Test
  void waitingForARunningChildEndsWithPatience() throws Exception {
    ChildProcess child = ProcessSpawner.of("sleep", "60").start();
    try {
      assertThat(child.poll()).isEmpty();
      assertThat(child.await(Duration.ofMillis(1))).isEmpty();
    } finally {
      child.signal(Signal.KILL);
    }
    assertThat(child.await()).hasToString("ended by SIGKILL");
  }

  @Test
  void waitingForAChildIsInterruptible() throws Exception {
    ChildProcess child = ProcessSpawner.of("sleep", "60").start();
    try {
      Thread.currentThread().interrupt();
      assertThatThrownBy(child::await).isInstanceOf(InterruptedException.class);
    } finally {
      child.signal(Signal.KILL);
      child.await();
    }
  }

  @Test
  void signalToAChildThatWasWaitedForIsRefused() throws Exception {
    ChildProcess child = ProcessSpawner.of("true").start();
    child.await();
    assertThatThrownBy(() -> child.signal(Signal.TERM))
        .isInstanceOf(ProcessException.class)
        .hasMessageEndingWith("No such process: it was waited for");
  }

  @Test
  void childThatSomebodyElseCollectedIsRefused() throws Exception {
    ChildProcess child = ProcessSpawner.of("true").start();
    assertThat(Children.await(child.pid(), 0).status().exited()).isTrue();
    assertThatThrownBy(child::await)
        .hasMessage("waitpid on child " + child.pid() + ": No child processes");
  }

  @Test
  void stoppedChildIsReportedAndGoesOn() throws Exception {
    ChildProcess child = ProcessSpawner.of("sleep", "60").start();
    child.signal(Signal.STOP);
    assertThat(Children.await(child.pid(), Children.STOPPED).status())
        .hasToString("stopped by SIGSTOP");
    child.signal(Signal.CONT);
    assertThat(Children.await(child.pid(), Children.CONTINUED).status()).hasToString("continued");
    child.signal(Signal.KILL);
    child.await();
  }

  @Test
  void descriptorsThatChangePlacesAreNotMixedUp() throws Exception {
    try (Pipe one = Descriptor.pipe();
        Pipe two = Descriptor.pipe()) {
      ProcessSpawner spawner =
          ProcessSpawner.of(
                  "bash",
                  "-c",
                  "echo one >&" + two.writer().number() + "; echo two >&" + one.writer().number())
              .redirect(two.writer().number(), one.writer())
              .redirect(one.writer().number(), two.writer());
      assertThat(spawner.start().await()).hasToString("exit status 0");
      assertThat(read(one.reader())).isEqualTo("one\n");
      assertThat(read(two.reader())).isEqualTo("two\n");
    }
  }

  @Test
  void filesAreReadAndWritten() throws Exception {
    Path in = java.nio.file.Files.writeString(folder.resolve("in"), "abc");
    Path out = folder.resolve("out");
    ProcessSpawner.of("cat").redirectFrom(0, in).redirectTo(1, out).start().await();
    assertThat(out).hasContent("abc");
  }

  @Test
  void otherDescriptorsStayHere() throws Exception {
    try (Pipe pipe = Descriptor.pipe()) {
      String question = "[ -e /proc/$$/fd/" + pipe.writer().number() + " ]";
      assertThat(ProcessSpawner.of("sh", "-c", question).start().await().exitStatus()).isEqualTo(1);
      ProcessSpawner inheriting = ProcessSpawner.of("sh", "-c", question).inherit(pipe.writer());
      assertThat(inheriting.start().await().exitStatus()).isZero();
    }
  }

  @Test
  void environmentIsAddedToOrReplaced() throws Exception {
    assertThat(
            ProcessSpawner.of("sh", "-c", "[ $A = b ] && [ -n \"$PATH\" ]")
                .environment("A", "b")
                .start()
                .await()
                .exitStatus())
        .isZero();
    Path out = folder.resolve("out");
    ProcessSpawner.of("env")
        .emptyEnvironment()
        .environment("A", "ö")
        .redirectTo(1, out)
        .start()
        .await();
    assertThat(out).hasContent("A=ö");
  }

  @Test
  void otherVariablesKeepTheirBytes() throws Exception {
    Path out = folder.resolve("out");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String script = "LC_ALL=C BAR=$(printf 'a\\377b') exec \"$0\" -cp \"$1\" \"$2\"";
    String classPath = System.getProperty("java.class.path");
    ProcessSpawner.of("bash", "-c", script, java, classPath, Adding.class.getName())
        .environment("FOO", "ü")
        .redirectTo(1, out)
        .start()
        .await();
    assertThat(out).hasContent("c3bc 61ff62 7");
  }

  static final class Adding {
    private Adding() {}

    public static void main(String[] args) throws Exception {
      String code = "echo bin2hex(getenv('FOO')),' ',bin2hex(getenv('BAR')),' ',getenv('LC_ALL');";
      ProcessSpawner.of("php", "-r", code).environment("LC_ALL", "7").start().await();
    }
  }

  @Test
  void longCommandIsCutInAMessage() {
    String secret = "x".repeat(100_000);
    assertThatThrownBy(ProcessSpawner.of("/nonexistent", secret)::start)
        .hasMessageStartingWith("posix_spawn on \"/nonexistent xxx")
        .hasMessageEndingWith("...\": No such file or directory")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
  }

  @Test
  void ownSessionAndOwnGroup() throws Exception {
    ChildProcess leader = ProcessSpawner.of("sleep", "60").ownSession().start();
    ChildProcess member = ProcessSpawner.of("sleep", "60").ownGroup().start();
    ChildProcess joining = ProcessSpawner.of("sleep", "60").inGroup(member.pid()).start();
    assertThat(Processes.session(leader.pid())).isEqualTo(leader.pid());
    assertThat(Processes.group(joining.pid())).isEqualTo(member.pid());
    Processes.kill(-member.pid(), Signal.KILL.number());
    leader.signal(Signal.KILL);
    assertThat(leader.await().signaled()).isTrue();
    assertThat(member.await().signaled()).isTrue();
    assertThat(joining.await().signaled()).isTrue();
  }

  static String read(Descriptor reader) throws InterruptedException {
    byte[] bytes = new byte[100];
    int count = reader.read(bytes, 0, bytes.length);
    return count < 0 ? "end" : new String(bytes, 0, count, UTF_8);
  }
}
