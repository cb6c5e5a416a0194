package org.phpipc.reliable;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and folders that only their owner can use: a message is nobody else's business. */
final class OwnerOnly {
  private OwnerOnly() {}

  /** Of a new file: mode 0600, where the file system has modes. */
  static FileAttribute<?>[] file(Path path) {
    return attributes(path, "rw-------");
  }

  /** Of a new folder: mode 0700, where the file system has modes. */
  static FileAttribute<?>[] folder(Path path) {
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
