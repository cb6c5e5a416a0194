package org.phpipc.cli;

import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {
  @TempDir private Path folder;

  @Test
  void isNewAndForItsOwnerAlone() throws Exception {
    Path file = folder.resolve("saved");
    PrivateFile.create(file, WRITE).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThatThrownBy(() -> PrivateFile.create(file, WRITE))
        .isInstanceOf(FileAlreadyExistsException.class);
  }
}
