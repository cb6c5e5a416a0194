package org.phpipc.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Files and folders that only their owner can use: what was in a queue or segment with mode 0600
 * stays as private.
 */
public final class OwnerOnly {
  private OwnerOnly() {}

  /**
   * A new file with the attributes of {@link #file}.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is something of that name
   */
  public static FileChannel create(Path path, OpenOption... use) throws IOException {
    Set<OpenOption> options = new HashSet<>(List.of(use));
    options.add(StandardOpenOption.CREATE_NEW);
    return FileChannel.open(path, options, file(path));
  }

  /** Of a new file: mode 0600, where the file system has modes. */
  public static FileAttribute<?>[] file(Path path) {
    return attributes(path, "rw-------");
  }

  /** Of a new folder: mode 0700, where the file system has modes. */
  public static FileAttribute<?>[] folder(Path path) {
    return attributes(path, "rwx------");
  }

  private static FileAttribute<?>[] attributes(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
