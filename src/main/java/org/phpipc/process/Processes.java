package org.phpipc.process;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.ProcessLibc;
import org.phpipc.libc.abi.ProcessFlags;
import org.phpipc.libc.abi.Tms;

/** This process and others, by their numbers. */
public final class Processes {
  private Processes() {}

  /**
   * Processor time in ticks.
   *
   * @param clock since some time in the past
   */
  public record Times(long clock, long user, long system, long childUser, long childSystem) {}

  /** The number of this process. */
  public static int pid() {
    return ProcessLibc.get().getpid();
  }

  /** The number of the process that started this one, or of whoever took its place. */
  public static int parentPid() {
    return ProcessLibc.get().getppid();
  }

  /** The real user. */
  public static int userId() {
    return ProcessLibc.get().getuid();
  }

  /** The user whose rights count. */
  public static int effectiveUserId() {
    return ProcessLibc.get().geteuid();
  }

  /** The real group. */
  public static int groupId() {
    return ProcessLibc.get().getgid();
  }

  /** The group whose rights count. */
  public static int effectiveGroupId() {
    return ProcessLibc.get().getegid();
  }

  /** The process group of a process; 0 for this one. */
  public static int group(int pid) {
    return ProcessException.check("getpgid", process(pid), ProcessLibc.get().getpgid(pid));
  }

  /** The session of a process; 0 for this one. */
  public static int session(int pid) {
    return ProcessException.check("getsid", process(pid), ProcessLibc.get().getsid(pid));
  }

  /** Moves a process into a group; 0 for this process, and for the group of its own. */
  public static void setGroup(int pid, int group) {
    ProcessException.check("setpgid", process(pid), ProcessLibc.get().setpgid(pid, group));
  }

  /** Makes this process the leader of a new session; gives its number. */
  public static int newSession() {
    return ProcessException.check("setsid", "this process", ProcessLibc.get().setsid());
  }

  /**
   * Sends a signal, as kill(2).
   *
   * @param pid of a process; 0 for the own group; -1 for all; below for a group
   * @param signal 0 only asks whether the process is there
   */
  public static void kill(int pid, int signal) {
    ProcessException.check("kill", process(pid), ProcessLibc.get().kill(pid, signal));
  }

  /**
   * Has SIGALRM sent to this process.
   *
   * @param seconds unsigned; 0 cancels
   * @return the seconds that the alarm before had left, 0 if there was none
   */
  public static long alarm(int seconds) {
    return Integer.toUnsignedLong(ProcessLibc.get().alarm(seconds));
  }

  /** What this process and its children used up. */
  public static Times times() {
    ProcessLibc libc = ProcessLibc.get();
    NativeBuffer tms = libc.buffer(Tms.SIZE);
    long clock = ProcessException.check("times", "this process", libc.times(tms));
    return new Times(
        clock,
        tms.bytes().getLong(Tms.UTIME_OFFSET),
        tms.bytes().getLong(Tms.STIME_OFFSET),
        tms.bytes().getLong(Tms.CUTIME_OFFSET),
        tms.bytes().getLong(Tms.CSTIME_OFFSET));
  }

  /** Ticks in a second. */
  public static long ticksPerSecond() {
    return ProcessLibc.get().sysconf(ProcessFlags.SC_CLK_TCK);
  }

  /**
   * Becomes another program. What this JVM has not written out is lost, no shutdown hook runs.
   *
   * @param path of the program; {@code PATH} is not searched
   * @param arguments without the program's own name, which is the path
   * @param environment null for that of this process
   * @throws ProcessException if it fails; else this does not return
   */
  public static void execute(
      byte[] path, List<byte[]> arguments, @Nullable Map<String, byte[]> environment) {
    become(path, arguments, environment == null ? null : CStrings.environment(environment));
  }

  /**
   * As {@link #execute} with an environment whose names may be no text.
   *
   * @param environment {@code NAME=value} each; null for that of this process
   */
  public static void become(
      byte[] path, List<byte[]> arguments, @Nullable List<byte[]> environment) {
    int result =
        ProcessLibc.get()
            .execve(CStrings.terminated(path), CStrings.command(path, arguments), environment);
    throw new ProcessException("execve", CStrings.text(path), -result);
  }

  private static String process(int pid) {
    return pid == 0 ? "this process" : "process " + pid;
  }
}
