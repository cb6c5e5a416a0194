package org.phpipc.sysv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phpipc.Errno;

class IpcKeyTest {
  @TempDir private Path folder;

  @Test
  void ftokIsProjectDeviceAndInode() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    long device = (Long) Files.getAttribute(file, "unix:dev");
    long inode = (Long) Files.getAttribute(file, "unix:ino");
    int expected = (int) ('a' << 24 | (device & 0xff) << 16 | (inode & 0xffff));
    assertThat(IpcKey.ftok(file, 'a')).isEqualTo(new IpcKey(expected));
  }

  @Test
  void ftokFollowsLinks() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertThat(IpcKey.ftok(link, 'a')).isEqualTo(IpcKey.ftok(file, 'a'));
  }

  @Test
  void ftokOfAHighProjectIsNegative() {
    assertThat(IpcKey.ftok(folder, 0xff).value()).isNegative();
  }

  @Test
  void ftokTakesPathsWithAnyCharacter() throws IOException {
    Path file = Files.createFile(folder.resolve("a %41?#:\n x"));
    long inode = (Long) Files.getAttribute(file, "unix:ino");
    assertThat(IpcKey.ftok(file, 'a').value() & 0xffff).isEqualTo((int) (inode & 0xffff));
  }

  @Test
  void ftokOfAMissingFileNamesIt() {
    assertThatThrownBy(() -> IpcKey.ftok(folder.resolve("none"), 'a'))
        .isInstanceOf(IpcMissingException.class)
        .hasMessage("ftok on file " + folder + "/none: No such file or directory")
        .extracting(e -> ((IpcException) e).error())
        .asString()
        .contains(Errno.ENOENT.name());
  }

  @Test
  void ftokRefusesWhatIsNoPathOrNoProject() {
    assertThatThrownBy(() -> IpcKey.ftok(new byte[0], 'a')).hasMessage("ftok: the path is empty");
    assertThatThrownBy(() -> IpcKey.ftok(new byte[] {'/', 0}, 'a')).hasMessageContaining("NUL");
    assertThatThrownBy(() -> IpcKey.ftok(folder, 256)).hasMessageContaining("project 256");
    assertThatThrownBy(() -> IpcKey.ftok(folder, -1)).hasMessageContaining("project -1");
  }

  @Test
  void keyIsPrintedAsIpcsPrintsIt() {
    assertThat(new IpcKey(0x51)).hasToString("0x00000051");
    assertThat(new IpcKey(-1)).hasToString("0xffffffff");
  }

  @Test
  void unusedKeyHasNoObject() {
    IpcKey key = IpcKey.unused();
    assertThat(key.isPrivate()).isFalse();
    assertThat(MessageQueue.exists(key)).isFalse();
    assertThat(SharedSegment.exists(key)).isFalse();
    assertThat(SemaphoreSet.exists(key)).isFalse();
  }

  @Test
  void refusalReportsItsCallAsAConstant() {
    assertThatThrownBy(() -> IpcKey.ftok(folder.resolve("missing"), 'a'))
        .isInstanceOfSatisfying(
            IpcException.class, e -> assertThat(e.ipcCall()).isEqualTo(IpcCall.FTOK));
  }
}
