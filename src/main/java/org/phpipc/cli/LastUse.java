package org.phpipc.cli;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

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

  /** Whether it happened at all. */
  boolean happened() {
    return pid != 0 || !time.equals(Instant.EPOCH);
  }

  /** Whether that process has ended. One that began later has only its number. */
  boolean isOver() {
    return pid != 0 && process().isEmpty();
  }

  private Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::beganBefore);
  }

  private boolean beganBefore(ProcessHandle process) {
    boolean known = !time.equals(Instant.EPOCH);
    return process
        .info()
        .startInstant()
        .map(start -> !known || !start.minusSeconds(SLACK_SECONDS).isAfter(time))
        .orElse(true);
  }

  /** The name of the program, where it still runs and is not somebody else's secret. */
  Optional<String> program() {
    return process()
        .flatMap(process -> process.info().command())
        .map(command -> String.valueOf(Path.of(command).getFileName()));
  }

  @Override
  public String toString() {
    if (pid == 0) {
      return what + " by a process that cannot be seen";
    }
    String program = isOver() ? "ended" : program().map(ValueText::visible).orElse("running");
    return what + " by " + pid + " (" + program + ")";
  }

  JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("what", what);
    json.addProperty("pid", pid);
    json.addProperty("alive", pid != 0 && !isOver());
    program().ifPresent(name -> json.addProperty("program", name));
    return json;
  }
}
