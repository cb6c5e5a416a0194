package org.phpipc.swoole;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may use a file that is written to a spool.
 *
 * @param owner null if the file stays this process's
 * @param group null if the file stays with the group that the kernel gives it
 * @param mode permission bits
 */
record SpoolRights(@Nullable UserPrincipal owner, @Nullable GroupPrincipal group, int mode) {
  private static final int OWNER_ONLY_MODE = 0600;

  /** The first of the permission bits. */
  private static final int OWNER_READS = 0400;

  /** What a new file has. */
  static final SpoolRights OWNER_ONLY = new SpoolRights(null, null, OWNER_ONLY_MODE);

  /** Gives a new file these rights; its owner last, since nothing else can be changed then. */
  void grant(Path file) throws IOException {
    if (equals(OWNER_ONLY)) {
      return;
    }
    PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, NOFOLLOW_LINKS);
    if (group != null) {
      view.setGroup(group);
    }
    view.setPermissions(permissions());
    if (owner != null) {
      view.setOwner(owner);
    }
  }

  private Set<PosixFilePermission> permissions() {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    int bit = OWNER_READS;
    for (PosixFilePermission permission : PosixFilePermission.values()) { // In the order of bits.
      if ((mode & bit) != 0) {
        permissions.add(permission);
      }
      bit >>= 1;
    }
    return permissions;
  }
}
