package org.phpipc.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.libc.FileLibc;
import org.phpipc.libc.ProcessLibc;
import org.phpipc.libc.ProcessLibc.FileAction;
import org.phpipc.libc.ProcessLibc.SpawnRequest;
import org.phpipc.libc.abi.FileFlags;
import org.phpipc.testing.Background;

/** What a child has open, with the call of newer C libraries and without. */
class ChildDescriptorsTest {
  private static final String LIST =
      "for f in /proc/$$/fd/*; do [ -e $f ] && echo \"${f##*/}\"; done; :";
  private static final String HAS_SOCKET =
      "for f in /proc/$$/fd/*; do case $(readlink $f) in socket*) exit 9;; esac; done";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void childHasThreeDescriptorsWithoutCloseOnExec(boolean closesFrom) throws Exception {
    List<Integer> open = new ArrayList<>();
    for (int lowest : new int[] {7, 60, 400}) {
      open.add(FileLibc.get().fcntl(0, F_DUPFD, lowest));
    }
    assertThat(listed(new ChildDescriptors(), closesFrom)).containsOnly("0", "1", "2");
    open.forEach(FileLibc.get()::close);
  }

  /** asm-generic/fcntl.h; the duplicate is left open by execve(2). */
  private static final int F_DUPFD = 0;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void childHasWhatIsNamedAndNothingBetween(boolean closesFrom) throws Exception {
    int between = FileLibc.get().fcntl(0, F_DUPFD, 20);
    int named = FileLibc.get().fcntl(0, FileFlags.F_DUPFD_CLOEXEC, between + 1);
    ChildDescriptors descriptors = new ChildDescriptors();
    descriptors.put(named, named);
    assertThat(listed(descriptors, closesFrom)).containsOnly("0", "1", "2", "" + named);
    FileLibc.get().close(between);
    FileLibc.get().close(named);
  }

  private List<String> listed(ChildDescriptors descriptors, boolean closesFrom) throws Exception {
    Path out = folder.resolve("out");
    byte[] path = CStrings.terminated(out.toString());
    int flags = FileFlags.O_WRONLY | FileFlags.O_CREAT | FileFlags.O_TRUNC;
    descriptors.put(new FileAction.Open(1, path, flags, 0600));
    List<byte[]> command = Stream.of("/bin/sh", "-c", LIST).map(CStrings::bytes).toList();
    SpawnRequest request =
        new SpawnRequest(
            CStrings.terminated("/bin/sh"), command, null, descriptors.actions(closesFrom), 0, 0);
    int pid = ProcessException.check("posix_spawn", "sh", ProcessLibc.get().posix_spawn(request));
    assertThat(Children.await(pid, 0).status().exitStatus()).isZero();
    return Files.readAllLines(out);
  }

  @Test
  void socketThatAnotherThreadOpensMeanwhileStaysHere() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> opens = Background.run(() -> openSockets(over));
    try {
      for (int i = 0; i < 60; i++) {
        ChildProcess child = ProcessSpawner.of("/bin/sh", "-c", HAS_SOCKET).start();
        assertThat(child.await()).hasToString("exit status 0");
      }
    } finally {
      over.set(true);
      opens.join();
    }
  }

  private static void openSockets(AtomicBoolean over) throws IOException {
    while (!over.get()) {
      List<ServerSocket> sockets = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        sockets.add(new ServerSocket(0));
      }
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void descriptorAboveTheLimitStopsNoChild() throws Exception {
    assertThat(output("exec 300</dev/null; ulimit -n 256", Limited.class))
        .isEqualTo("exit status 0, 0 1 2\n");
  }

  @Test
  void childOfAProcessWithoutAFreeDescriptorHasNoMore() throws Exception {
    assertThat(output("ulimit -n 200", Full.class)).isEqualTo("exit status 0, 0 1 2\n");
  }

  private String output(String before, Class<?> main) throws Exception {
    Path out = folder.resolve("java");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String command = before + "; exec \"$0\" -cp \"$1\" \"$2\" \"$3\"";
    String classPath = System.getProperty("java.class.path");
    String list = folder.resolve("out").toString();
    ProcessSpawner.of("bash", "-c", command, java, classPath, main.getName(), list)
        .redirectTo(1, out)
        .start()
        .await();
    return Files.readString(out);
  }

  static final class Limited {
    private Limited() {}

    public static void main(String[] args) throws Exception {
      System.out.println(listing(Path.of(args[0])));
    }
  }

  static final class Full {
    private Full() {}

    public static void main(String[] args) throws Exception {
      ProcessSpawner.of("true").start().await();
      ProcessSpawner spawner =
          ProcessSpawner.of("/bin/sh", "-c", LIST).redirectTo(1, Path.of(args[0]));
      List<FileInputStream> opened = new ArrayList<>();
      ChildProcess child;
      try {
        while (true) {
          opened.add(new FileInputStream("/dev/null"));
        }
      } catch (IOException full) {
        child = spawner.start();
      }
      for (FileInputStream stream : opened) {
        stream.close();
      }
      System.out.println(child.await() + ", " + lines(Path.of(args[0])));
    }
  }

  private static String listing(Path out) throws Exception {
    ProcessSpawner spawner = ProcessSpawner.of("/bin/sh", "-c", LIST).redirectTo(1, out);
    return spawner.start().await() + ", " + lines(out);
  }

  private static String lines(Path out) throws IOException {
    return String.join(" ", Files.readAllLines(out));
  }
}
