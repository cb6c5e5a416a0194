package org.phpipc.process;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The classes of a child's start, mapped from a file instead of loaded (class-data sharing; from
 * Java 25 on an AOT cache). The system property {@value #PROPERTY} names the file, which the first
 * child's parent makes; that takes a second. It is created again when a jar or the JDK is newer.
 *
 * <p>It runs what the file says, so the file belongs where only its user can write. Only jars can
 * be archived. Where there can be no archive, that is logged once and children start without.
 */
final class ChildArchive {
  static final String PROPERTY = "phpipc.child.archive";

  private static final System.Logger LOG = System.getLogger(ChildArchive.class.getName());
  private static final boolean AOT = Runtime.version().feature() >= 25;

  /** What Java says of an archive that does not fit must not get into a child's output. */
  private static final List<String> WARNINGS_TO_STDERR =
      List.of("-Xlog:disable", "-Xlog:all=warning:stderr");

  private static @Nullable String impossible;

  private ChildArchive() {}

  /** Options for a command that has all others: none where no file is named. */
  static synchronized List<String> options(List<String> child) {
    String name = System.getProperty(PROPERTY, "");
    if (name.isEmpty() || name.equals(impossible)) {
      return List.of();
    }
    try {
      File archive = new File(name).getAbsoluteFile();
      if (!isFresh(archive)) {
        make(archive, child);
      }
      List<String> options = new ArrayList<>(WARNINGS_TO_STDERR);
      options.add((AOT ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive);
      return options;
    } catch (IOException | ProcessException e) {
      impossible = name;
      LOG.log(System.Logger.Level.WARNING, "children start without an archive: {0}", e.toString());
      return List.of();
    }
  }

  private static boolean isFresh(File archive) throws IOException {
    long made = archive.lastModified();
    boolean fresh = made > modules().lastModified();
    for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
      File jar = new File(path);
      if (jar.isDirectory()) {
        throw new IOException(jar + " on the class path is a folder, only jars can be archived");
      }
      fresh &= made > jar.lastModified();
    }
    return fresh;
  }

  private static File modules() {
    return Path.of(System.getProperty("java.home"), "lib", "modules").toFile();
  }

  private static void make(File archive, List<String> child) throws IOException {
    File part = new File(archive + "." + ProcessHandle.current().pid());
    List<String> command = new ArrayList<>(child);
    command.add((AOT ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + part);
    String text = "captured";
    int number = 1;
    TaskBytes task = TaskBytes.of(() -> requireNonNull(text + number));
    try (Descriptor file = Descriptor.memoryFile("phpipc task")) {
      file.write(task.toByteArray());
      command.addAll(List.of(ChildMain.class.getName(), Integer.toString(file.number())));
      ProcessSpawner.of(command.toArray(String[]::new))
          .inherit(file)
          .redirectTo(1, Path.of("/dev/null"))
          .redirectTo(2, Path.of("/dev/null"))
          .start()
          .await();
      java.nio.file.Files.move(part.toPath(), archive.toPath(), ATOMIC_MOVE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while it is made");
    }
  }
}
