package org.phpipc.cli.object;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.apache.commons.lang3.StringUtils;
import org.phpipc.cli.text.ValueText;
import org.phpipc.sysv.PeerProcess;

/**
 * A process that used an object last.
 *
 * @param what it did, such as {@code sent}
 * @param pid 0 where there was none, or it is not of this PID namespace
 * @param time when
 */
record LastUse(String what, int pid, Instant time) {
  /** The kernel gives times of whole seconds, and starts of processes no finer than ticks. */
  private static final long SLACK_SECONDS = 1;

  private static final int LONGEST_TITLE = 40;

  /** Whether {@code /proc} has the numbers that processes have in this PID namespace. */
  private static final boolean OWN_PROC = isOwnProc();

  /** Whether it happened at all. */
  boolean happened() {
    return pid != 0 || !time.equals(Instant.EPOCH);
  }

  /**
   * Whether that process is known to have ended. One that began later has only its number, and one
   * of another PID namespace, which has none here, may go on.
   */
  boolean isOver() {
    return pid != 0 && process().isEmpty() && !isHidden();
  }

  /** Whether it lives and {@code /proc} does not show it, or not to this user. */
  private boolean isHidden() {
    return shown().isEmpty() && PeerProcess.exists(pid);
  }

  private Optional<ProcessHandle> process() {
    return shown().filter(ProcessHandle::isAlive).filter(this::beganBefore);
  }

  private Optional<ProcessHandle> shown() {
    return OWN_PROC ? ProcessHandle.of(pid) : Optional.empty();
  }

  private static boolean isOwnProc() {
    try {
      Path self = Files.readSymbolicLink(Path.of("/proc/self"));
      return self.toString().equals(Long.toString(ProcessHandle.current().pid()));
    } catch (IOException e) {
      return false;
    }
  }

  private boolean beganBefore(ProcessHandle process) {
    boolean known = !time.equals(Instant.EPOCH);
    return process
        .info()
        .startInstant()
        .map(start -> !known || !start.minusSeconds(SLACK_SECONDS).isAfter(time))
        .orElse(true);
  }

  /** The name of the program, where it still runs. */
  Optional<String> program() {
    return process()
        .flatMap(
            process ->
                process
                    .info()
                    .command()
                    .map(LastUse::fileName)
                    .or(() -> read(process, "comm").map(String::strip)));
  }

  /** The command line as ps shows it, or the title that the process gave itself. */
  private Optional<String> title() {
    return process()
        .flatMap(process -> read(process, "cmdline"))
        .map(line -> line.replace('\0', ' ').strip())
        .filter(line -> !line.isEmpty())
        .map(LastUse::withoutFolder);
  }

  private static String withoutFolder(String commandLine) {
    String command = StringUtils.substringBefore(commandLine, ' ');
    return fileName(command) + commandLine.substring(command.length());
  }

  private static String fileName(String path) {
    String name = StringUtils.substringAfterLast(path, '/');
    return name.isEmpty() ? path : name;
  }

  /** A file of {@code /proc/PID}, which everybody may read, of another user's process too. */
  private static Optional<String> read(ProcessHandle process, String file) {
    try {
      Path path = Path.of("/proc", Long.toString(process.pid()), file);
      return Optional.of(Files.readString(path, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty(); // It has just ended, or is hidden.
    }
  }

  @Override
  public String toString() {
    if (pid == 0) {
      return what + " by a process that cannot be seen";
    }
    String title = isOver() ? "ended" : title().or(this::program).orElse("running");
    String shown = StringUtils.abbreviate(ValueText.visible(title), "…", LONGEST_TITLE);
    return what + " by " + pid + " (" + shown + ")";
  }

  JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("what", what);
    json.addProperty("pid", pid);
    json.addProperty("alive", pid != 0 && !isOver());
    program().ifPresent(name -> json.addProperty("program", name));
    title().ifPresent(line -> json.addProperty("command_line", line));
    return json;
  }
}
