package org.phpipc.file;

import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.marschall.memoryfilesystem.MemoryFileSystemBuilder;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyTest {
  @TempDir private Path folder;

  @Test
  void isNewAndForItsOwnerAlone() throws Exception {
    Path file = folder.resolve("saved");
    OwnerOnly.create(file, WRITE).close();
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThatThrownBy(() -> OwnerOnly.create(file, WRITE))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void folderIsForItsOwnerAlone() throws IOException {
    Path inner = folder.resolve("inner");
    assertThat(mode(Files.createDirectory(inner, OwnerOnly.folder(inner)))).isEqualTo("rwx------");
  }

  @Test
  void fileSystemWithoutModesTakesTheFile() throws IOException {
    try (FileSystem windows = MemoryFileSystemBuilder.newWindows().build()) {
      Path file = windows.getPath("C:\\saved");
      OwnerOnly.create(file, WRITE).close();
      assertThat(file).isEmptyFile();
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
