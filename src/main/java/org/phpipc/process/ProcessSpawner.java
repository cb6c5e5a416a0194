package org.phpipc.process;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.lang3.Validate;
import org.jspecify.annotations.Nullable;
import org.phpipc.libc.FileFlags;
import org.phpipc.libc.FileLibc;
import org.phpipc.libc.ProcessFlags;
import org.phpipc.libc.ProcessLibc;
import org.phpipc.libc.ProcessLibc.FileAction;
import org.phpipc.libc.ProcessLibc.SpawnRequest;

/**
 * Starts processes with {@code posix_spawn}. Other than with {@link ProcessBuilder} the child is
 * this process's own to wait for: nobody else takes its exit status.
 *
 * <p>A child has standard input, output and error of this process unless they are redirected, and
 * no other descriptor unless it is named here. Its signals are as a new program has them, apart
 * from those that this process ignores.
 */
public final class ProcessSpawner {
  private static final int STANDARD_DESCRIPTORS = 3;
  private static final Path OPEN_DESCRIPTORS = Path.of("/proc/self/fd");

  private final List<byte[]> command;
  private final Map<String, byte[]> environment = new LinkedHashMap<>();
  private final Map<Integer, Integer> descriptors = new TreeMap<>();
  private final Map<Integer, FileAction.Open> files = new TreeMap<>();
  private boolean environmentInherited = true;
  private int flags;
  private int group;

  private ProcessSpawner(List<byte[]> command) {
    this.command = command;
  }

  /**
   * A process of a command.
   *
   * @param command program and arguments; a program without a slash is looked up in {@code PATH}
   */
  public static ProcessSpawner of(String... command) {
    return of(Arrays.stream(command).map(CStrings::bytes).toList());
  }

  /** As {@link #of(String...)} for arguments that are no text. */
  public static ProcessSpawner of(List<byte[]> command) {
    Validate.notEmpty(command, "a command names a program");
    return new ProcessSpawner(CStrings.command(command.get(0), command.subList(1, command.size())));
  }

  /** Sets a variable of the child's environment. */
  public ProcessSpawner environment(String name, String value) {
    environment.put(name, CStrings.bytes(value));
    return this;
  }

  /** Lets the child have no variable but those that are set here. */
  public ProcessSpawner emptyEnvironment() {
    environmentInherited = false;
    return this;
  }

  /** The child's descriptor {@code number} is this one: 0 standard input, 1 output, 2 error. */
  public ProcessSpawner redirect(int number, Descriptor to) {
    descriptors.put(number, to.number());
    return this;
  }

  /** The child reads its descriptor {@code number} from a file. */
  public ProcessSpawner redirectFrom(int number, Path file) {
    return file(number, file, FileFlags.O_RDONLY);
  }

  /** The child writes its descriptor {@code number} to a file, which is emptied or made. */
  public ProcessSpawner redirectTo(int number, Path file) {
    return file(number, file, FileFlags.O_WRONLY | FileFlags.O_CREAT | FileFlags.O_TRUNC);
  }

  private ProcessSpawner file(int number, Path file, int openFlags) {
    byte[] path = CStrings.terminated(file.toString());
    files.put(number, new FileAction.Open(number, path, openFlags, 0666));
    return this;
  }

  /** The child has this descriptor, under the same number. */
  public ProcessSpawner inherit(Descriptor descriptor) {
    return redirect(descriptor.number(), descriptor);
  }

  /** The child leads a process group of its own. */
  public ProcessSpawner ownGroup() {
    return inGroup(0);
  }

  /** The child joins a process group; 0 makes one of its own. */
  public ProcessSpawner inGroup(int pgid) {
    flags |= ProcessFlags.POSIX_SPAWN_SETPGROUP;
    group = pgid;
    return this;
  }

  /** The child leads a session of its own, without a terminal. */
  public ProcessSpawner ownSession() {
    flags |= ProcessFlags.POSIX_SPAWN_SETSID;
    return this;
  }

  /**
   * Starts the process.
   *
   * @throws ProcessException where there is no such program, or no process to be had
   */
  public ChildProcess start() {
    List<Integer> temporary = new ArrayList<>();
    try {
      SpawnRequest request =
          new SpawnRequest(
              CStrings.terminated(command.get(0)),
              command,
              environment(),
              actions(temporary),
              flags,
              group);
      int pid = ProcessLibc.get().posix_spawn(request);
      return new ChildProcess(ProcessException.check("posix_spawn", this, pid));
    } finally {
      temporary.forEach(FileLibc.get()::close);
    }
  }

  /** Null where it is that of this process, whatever its bytes are. */
  private @Nullable List<byte[]> environment() {
    if (environmentInherited && environment.isEmpty()) {
      return null;
    }
    Map<String, byte[]> all = new LinkedHashMap<>();
    if (environmentInherited) {
      System.getenv().forEach((name, value) -> all.put(name, CStrings.bytes(value)));
    }
    all.putAll(environment);
    return CStrings.environment(all);
  }

  /**
   * Sources that are targets as well are moved out of the way first: otherwise the second of two
   * descriptors that change places would be the first.
   */
  private List<FileAction> actions(List<Integer> temporary) {
    TreeSet<Integer> targets = new TreeSet<>(descriptors.keySet());
    targets.addAll(files.keySet());
    List<FileAction> actions = new ArrayList<>();
    descriptors.forEach(
        (target, source) -> {
          int from = source;
          if (!source.equals(target) && targets.contains(source)) {
            from = duplicate(source, targets.last() + 1);
            temporary.add(from);
          }
          actions.add(new FileAction.Dup2(from, target));
        });
    actions.addAll(files.values());
    for (int open : openDescriptors()) {
      if (open >= STANDARD_DESCRIPTORS && !targets.contains(open)) {
        actions.add(new FileAction.Close(open));
      }
    }
    return actions;
  }

  private static int duplicate(int number, int lowest) {
    int duplicate = FileLibc.get().fcntl(number, FileFlags.F_DUPFD_CLOEXEC, lowest);
    return ProcessException.check("fcntl", "descriptor " + number, duplicate);
  }

  /** Also those that others opened without saying that they are not for children. */
  private static List<Integer> openDescriptors() {
    List<Integer> open = new ArrayList<>();
    String[] names = OPEN_DESCRIPTORS.toFile().list();
    for (String name : names == null ? new String[0] : names) {
      open.add(Integer.valueOf(name));
    }
    return open;
  }

  /** The command, one argument behind the other. */
  @Override
  public String toString() {
    List<String> words =
        command.stream().map(word -> new String(word, StandardCharsets.UTF_8)).toList();
    return "\"" + String.join(" ", words) + "\"";
  }
}
