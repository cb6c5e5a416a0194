package org.phpipc.swoole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.marschall.memoryfilesystem.MemoryFileSystemBuilder;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.serialize.PhpString;

/** What is read and deleted, and what is not: on a file system in memory and on the real one. */
class SpoolTest {
  private static final String NAME = "swoole.task.a1B2c3";

  /** The rules that hold on every file system. */
  abstract static class Rules {
    /** Exists, and is empty. */
    Path directory;

    Spool spool;

    /** Makes the directory a spool that trusts its owner. */
    final void use(Path folder) throws IOException {
      directory = Files.createDirectories(folder);
      spool = new Spool(directory, Set.of(Files.getOwner(directory)), 1000);
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
      SpilledFile file = spool.write("payload".getBytes(UTF_8));
      assertThat(file.length()).isEqualTo(7);
      assertThat(spool.read(file)).isEqualTo("payload".getBytes(UTF_8));
      assertThat(names()).singleElement().asString().matches("swoole\\.task\\.[A-Za-z0-9]{6}");
    }

    @Test
    void fileIsForItsOwnerOnly() throws IOException {
      spool.write(new byte[1]);
      Path file = directory.resolve(names().get(0));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }

    @Test
    void deletedFileIsGone() throws IOException {
      spool.delete(spool.write(new byte[3]));
      assertThat(names()).isEmpty();
    }

    @Test
    void emptyPayloadIsAFileToo() {
      assertThat(spool.read(spool.write(new byte[0]))).isEmpty();
    }

    @Test
    void nameWithoutItsLastDotIsTaken() throws IOException {
      Files.write(directory.resolve("swoole.taskAbCdEf"), new byte[] {5});
      assertThat(spool.read(claim(directory + "/swoole.taskAbCdEf", 1))).containsExactly(5);
    }

    @Test
    void directoryMayEndInSlashes() throws IOException {
      Files.write(directory.resolve(NAME), new byte[] {5});
      assertThat(spool.read(claim(directory + "//" + NAME, 1))).containsExactly(5);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "/etc/passwd",
          "etc/passwd",
          "passwd",
          "",
          "/",
          "DIR/passwd",
          "DIR/",
          "DIR",
          "DIR/../swoole.task.a1B2c3",
          "DIR/./swoole.task.a1B2c3",
          "DIR/sub/swoole.task.a1B2c3",
          "DIR/swoole.task.a1B2c",
          "DIR/swoole.task.a1B2c34",
          "DIR/swoole.task.a1B2c\n",
          "DIR/swoole.task.a1B2c3\n",
          "DIR/swoole.task.../..",
          "DIR/.swoole.task.a1B2c3",
          "swoole.task.a1B2c3"
        })
    void otherPathsAreRefused(String path) {
      SpilledFile claim = claim(path.replace("DIR", directory.toString()), 1);
      assertThatThrownBy(() -> spool.read(claim))
          .isInstanceOf(TaskPacketException.class)
          .hasMessageContaining("is refused");
      assertThatThrownBy(() -> spool.delete(claim)).hasMessageContaining("is refused");
    }

    @Test
    void pathThatIsNoTextIsRefused() {
      byte[] path = (directory + "/" + NAME).getBytes(UTF_8);
      path[1] = (byte) 0xff;
      SpilledFile claim = new SpilledFile(1, PhpString.of(path));
      assertThatThrownBy(() -> spool.read(claim)).hasMessageContaining("is refused");
    }

    @Test
    void linkIsNotFollowedAndNotDeleted() throws IOException {
      Path secret = Files.write(directory.resolve("secret"), new byte[] {1});
      Files.createSymbolicLink(directory.resolve(NAME), secret);
      assertRefused(1, "it is not a regular file");
      assertThat(names()).containsExactlyInAnyOrder("secret", NAME);
    }

    @Test
    void directoryIsRefused() throws IOException {
      Files.createDirectory(directory.resolve(NAME));
      assertRefused(0, "it is not a regular file");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 4, 6, 999, Long.MAX_VALUE})
    void otherSizeThanClaimedIsRefused(long claimed) throws IOException {
      Files.write(directory.resolve(NAME), new byte[5]);
      assertRefused(claimed, "it has 5 bytes");
    }

    @Test
    void fileAboveTheLimitIsRefused() throws IOException {
      Files.write(directory.resolve(NAME), new byte[1001]);
      assertRefused(1001, "the limit is 1000 bytes");
      Files.write(directory.resolve(NAME), new byte[1000]);
      assertThat(spool.read(claim(directory + "/" + NAME, 1000))).hasSize(1000);
    }

    @Test
    void missingFileIsNamed() {
      SpilledFile claim = claim(directory + "/" + NAME, 1);
      assertThatThrownBy(() -> spool.read(claim))
          .isInstanceOf(TaskPacketException.class)
          .hasMessageContaining(NAME);
    }

    @Test
    void missingDirectoryIsNamed() {
      Path missing = directory.resolve("missing");
      Spool nowhere = new Spool(missing, Set.of(), 1000);
      assertThatThrownBy(() -> nowhere.write(new byte[9]))
          .isInstanceOf(SpoolException.class)
          .hasMessageContaining("9 bytes cannot be spilled to " + missing);
    }

    final void assertRefused(long claimed, String reason) throws IOException {
      SpilledFile claim = claim(directory + "/" + NAME, claimed);
      assertThatThrownBy(() -> spool.read(claim))
          .isInstanceOf(TaskPacketException.class)
          .hasMessageContaining(reason);
      assertThatThrownBy(() -> spool.delete(claim)).hasMessageContaining(reason);
      assertThat(names()).contains(NAME);
    }

    final List<String> names() throws IOException {
      try (Stream<Path> files = Files.list(directory)) {
        return files.map(file -> file.getFileName().toString()).toList();
      }
    }
  }

  @Nested
  class InMemory extends Rules {
    private static final String OTHER = "mallory";
    private FileSystem memory;

    @BeforeEach
    void make() throws IOException {
      memory = MemoryFileSystemBuilder.newLinux().addUser(OTHER).build();
      use(memory.getPath("/spool"));
    }

    @AfterEach
    void close() throws IOException {
      memory.close();
    }

    @Test
    void directoryThatIsNotWritableIsNamed() throws IOException {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
      assertThatThrownBy(() -> spool.write(new byte[9]))
          .isInstanceOf(SpoolException.class)
          .hasMessageContaining("9 bytes cannot be spilled to " + directory);
      assertThat(names()).isEmpty();
    }

    @Test
    void fileOfAnotherUserIsRefusedUnlessTrusted() throws IOException {
      Path file = Files.write(directory.resolve(NAME), new byte[] {7});
      UserPrincipal other = memory.getUserPrincipalLookupService().lookupPrincipalByName(OTHER);
      Files.setOwner(file, other);
      assertRefused(1, "its owner is " + OTHER);
      Spool trusting = new Spool(directory, Set.of(other), 1000);
      assertThat(trusting.read(claim(file.toString(), 1))).containsExactly(7);
    }
  }

  @Nested
  class OnTheRealFileSystem extends Rules {
    @TempDir Path folder;

    @BeforeEach
    void make() throws IOException {
      use(folder.resolve("spool"));
    }

    @Test
    void hardLinkIsRefused() throws IOException {
      Path secret = Files.write(folder.resolve("secret"), new byte[] {1});
      Files.createLink(directory.resolve(NAME), secret);
      assertRefused(1, "it has another name too");
    }

    @Test
    void pipeIsRefusedWithoutWaitingForItsWriter() throws Exception {
      Process mkfifo = new ProcessBuilder("mkfifo", directory.resolve(NAME).toString()).start();
      assertThat(mkfifo.waitFor()).isZero();
      assertRefused(0, "it is not a regular file");
    }

    @Test
    void fileOfAnotherUserIsRefused() throws IOException {
      UserPrincipal nobody =
          FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
      Files.write(directory.resolve(NAME), new byte[1]);
      Spool trustingNobody = new Spool(directory, Set.of(nobody), 1000);
      assertThatThrownBy(() -> trustingNobody.read(claim(directory + "/" + NAME, 1)))
          .hasMessageContaining("its owner is " + Files.getOwner(directory).getName());
    }

    @Test
    void ownFilesAreTrusted() {
      Spool own = Spool.in(directory);
      assertThat(own.read(own.write(new byte[] {1, 2}))).containsExactly(1, 2);
    }

    @Test
    void fileHasTheModeThatIsGiven() throws IOException {
      SpilledFile file = Spool.in(directory).withMode(0640).write(new byte[1]);
      Path written = Path.of(file.path().toString());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written)))
          .isEqualTo("rw-r-----");
    }

    @Test
    void fileThatCannotBeReadNowIsNoFaultOfItsPacket() throws IOException {
      Spool own = Spool.in(directory);
      SpilledFile file = own.write(new byte[1]);
      Path away = Files.move(directory, folder.resolve("away"));
      assertThatThrownBy(() -> own.read(file)).isInstanceOf(SpoolException.class);
      Files.move(away, directory);
      assertThat(own.read(file)).hasSize(1);
    }

    @Test
    void interruptedThreadReadsAndWrites() {
      Spool own = Spool.in(directory);
      Thread.currentThread().interrupt();
      assertThat(own.read(own.write(new byte[] {1, 2}))).containsExactly(1, 2);
      assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void userMayBeGivenByNumber() throws IOException {
      Files.write(directory.resolve(NAME), new byte[1]);
      int uid = (Integer) Files.getAttribute(directory, "unix:uid");
      Spool strict = new Spool(directory, Set.of(), 1000);
      assertThatThrownBy(() -> strict.read(claim(directory + "/" + NAME, 1)))
          .hasMessageContaining("its owner is");
      assertThat(strict.trustingUid(uid).read(claim(directory + "/" + NAME, 1))).hasSize(1);
    }

    @Test
    void spoolThatIsNoDirectoryIsNamed() throws IOException {
      Path notADirectory = Files.write(folder.resolve("file"), new byte[0]);
      assertThatThrownBy(() -> Spool.in(notADirectory).write(new byte[1]))
          .isInstanceOf(SpoolException.class);
      assertThat(names()).isEmpty();
    }
  }

  private static SpilledFile claim(String path, long length) {
    return new SpilledFile(length, PhpString.of(path));
  }
}
