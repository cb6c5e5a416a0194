package org.phpipc.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A file of its owner alone: what was in a queue or segment with mode 0600 stays as private. */
final class PrivateFile {
  private PrivateFile() {}

  /** A new file with mode 0600. */
  static FileChannel create(Path path, OpenOption... use) throws IOException {
    Set<OpenOption> options = new HashSet<>(List.of(use));
    options.add(StandardOpenOption.CREATE_NEW);
    return FileChannel.open(
        path,
        options,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }
}
