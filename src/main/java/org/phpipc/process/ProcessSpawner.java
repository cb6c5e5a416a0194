package org.phpipc.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.lang3.Validate;
import org.jspecify.annotations.Nullable;
import org.phpipc.libc.ProcessLibc;
import org.phpipc.libc.ProcessLibc.FileAction;
import org.phpipc.libc.ProcessLibc.SpawnRequest;
import org.phpipc.libc.abi.FileFlags;
import org.phpipc.libc.abi.ProcessFlags;

/**
 * Starts processes with {@code posix_spawn}. Other than with {@link ProcessBuilder} the child is
 * this process's own to wait for: nobody else takes its exit status.
 *
 * <p>A child has standard input, output and error of this process unless they are redirected, and
 * no other descriptor unless it is named here. Its signals are as a new program has them, apart
 * from those that this process ignores.
 */
public final class ProcessSpawner {
  /** Bytes of a command that its text shows: a longer one would fill a log, and hold secrets. */
  private static final int SHOWN = 200;

  private final List<byte[]> command;
  private final Map<String, byte[]> environment = new LinkedHashMap<>();
  private final ChildDescriptors descriptors = new ChildDescriptors();
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
    descriptors.put(new FileAction.Open(number, path, openFlags, 0666));
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
   * @throws ProcessException if there is no such program, or the kernel creates no process
   */
  public ChildProcess start() {
    ProcessLibc libc = ProcessLibc.get();
    SpawnRequest request =
        new SpawnRequest(
            CStrings.terminated(command.get(0)),
            command,
            environment(),
            descriptors.actions(libc.closesFrom()),
            flags,
            group);
    return new ChildProcess(ProcessException.check("posix_spawn", this, libc.posix_spawn(request)));
  }

  /** Null if it is that of this process, whatever its bytes are. */
  private @Nullable List<byte[]> environment() {
    if (environmentInherited && environment.isEmpty()) {
      return null;
    }
    return environmentInherited
        ? Environment.own().with(environment)
        : CStrings.environment(environment);
  }

  /** The command, one argument behind the other, or its beginning if it is long. */
  @Override
  public String toString() {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    for (byte[] word : command) {
      shown.writeBytes(shown.size() == 0 ? new byte[0] : new byte[] {' '});
      shown.write(word, 0, Math.min(word.length, SHOWN + 1));
      if (shown.size() > SHOWN) {
        return "\"" + shown.toString(UTF_8).substring(0, SHOWN) + "...\"";
      }
    }
    return "\"" + shown.toString(UTF_8) + "\"";
  }
}
