package org.phpipc.libc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.phpipc.Errno;
import org.phpipc.libc.ProcessLibc.FileAction;
import org.phpipc.libc.ProcessLibc.SpawnRequest;
import org.phpipc.libc.abi.FileFlags;
import org.phpipc.libc.abi.ProcessFlags;
import org.phpipc.libc.abi.Rusage;
import org.phpipc.libc.abi.Sigaction;
import org.phpipc.libc.abi.Timespec;
import org.phpipc.libc.abi.Tms;

/** What every binding must do with processes. */
abstract class ProcessLibcContract {
  private static final int SIGKILL = 9;
  private static final int UNUSED_SIGNAL = 51;
  private static final int PAGE = 1 << 16;
  private final ProcessLibc libc;
  private final FileLibc files;

  ProcessLibcContract(ProcessLibc libc, FileLibc files) {
    this.libc = libc;
    this.files = files;
  }

  @Test
  void childRunsWithItsArgumentsAndIsCollected() {
    assertThat(statusOf(shell("exit $1", "sh", "7"))).isEqualTo(7 << 8);
  }

  @Test
  void missingCommandAnswersNegatedEnoent() {
    assertThat(libc.posix_spawn(request(List.of(), 0, "/nonexistent")))
        .isEqualTo(-Errno.ENOENT.number());
  }

  @Test
  void mappedMemoryIsZeroAndWritableUntilItIsProtected() {
    int writable = ProcessFlags.PROT_READ | ProcessFlags.PROT_WRITE;
    long address = libc.mmap(PAGE, writable, ProcessFlags.MAP_PRIVATE);
    NativeBuffer memory = libc.memory(address, PAGE);
    assertThat(memory.bytes().getLong(PAGE - Long.BYTES)).isZero();
    memory.bytes().putLong(0, 5);
    assertThat(libc.mprotect(address, PAGE, ProcessFlags.PROT_READ)).isZero();
    assertThat(memory.bytes().getLong(0)).isEqualTo(5);
    assertThat(libc.munmap(address, PAGE)).isZero();
    assertThat(libc.mmap(0, writable, ProcessFlags.MAP_PRIVATE)).isEqualTo(-Errno.EINVAL.number());
    assertThat(libc.mprotect(1, PAGE, writable)).isEqualTo(-Errno.EINVAL.number());
    assertThat(libc.munmap(1, PAGE)).isEqualTo(-Errno.EINVAL.number());
  }

  @Test
  void signalThatIsNotPendingAnswersNegatedEagain() {
    NativeBuffer set = libc.buffer(Sigaction.SIGSET_SIZE + Timespec.SIZE);
    for (int i = 0; i < Sigaction.SIGSET_SIZE + Timespec.SIZE; i += Long.BYTES) {
      set.bytes().putLong(i, 0);
    }
    set.bytes().putLong(0, 1L << (UNUSED_SIGNAL - 1));
    assertThat(libc.sigtimedwait(set)).isEqualTo(-Errno.EAGAIN.number());
  }

  @Test
  void environmentIsInheritedUnlessGiven() {
    assertThat(statusOf(shell("test -n \"$PATH\""))).isZero();
    SpawnRequest request =
        new SpawnRequest(
            c("/bin/sh"),
            strings("/bin/sh", "-c", "test \"$A\" = b"),
            strings("A=b"),
            List.of(),
            0,
            0);
    assertThat(statusOf(request)).isZero();
  }

  @Test
  void descriptorsBecomeWhatTheActionsSay() {
    NativeBuffer ends = files.buffer(2 * Integer.BYTES);
    files.pipe2(ends, FileFlags.O_CLOEXEC);
    int from = ends.bytes().getInt(0);
    int to = ends.bytes().getInt(Integer.BYTES);
    List<FileAction> actions =
        List.of(
            new FileAction.Dup2(to, 1),
            new FileAction.Open(0, c("/dev/null"), FileFlags.O_RDONLY, 0),
            new FileAction.Close(2));
    String script = "cat; [ -e /proc/$$/fd/2 ] || echo closed";
    assertThat(statusOf(request(actions, 0, "/bin/sh", "-c", script))).isZero();
    NativeBuffer buffer = files.buffer(64);
    byte[] read = new byte[(int) files.read(from, buffer, 64)];
    buffer.bytes().get(0, read);
    assertThat(new String(read, US_ASCII)).isEqualTo("closed\n");
    files.close(from);
    files.close(to);
  }

  @Test
  void childLeadsItsSession() {
    int child =
        libc.posix_spawn(request(List.of(), ProcessFlags.POSIX_SPAWN_SETSID, "sleep", "60"));
    assertThat(libc.getsid(child)).isEqualTo(child);
    assertThat(libc.getpgid(child)).isEqualTo(child);
    kill(child);
  }

  @Test
  void childLeadsItsGroup() {
    int flag = ProcessFlags.POSIX_SPAWN_SETPGROUP;
    int child = libc.posix_spawn(request(List.of(), flag, "sleep", "60"));
    assertThat(libc.getpgid(child)).isEqualTo(child);
    assertThat(libc.getsid(child)).isEqualTo(libc.getsid(0));
    assertThat(libc.setpgid(child, 0)).isEqualTo(-Errno.EACCES.number());
    kill(child);
  }

  @Test
  void runningChildIsNotReady() {
    int child = libc.posix_spawn(request(List.of(), 0, "sleep", "60"));
    NativeBuffer status = libc.buffer(Rusage.WITH_STATUS_SIZE);
    assertThat(libc.wait4(child, status, ProcessFlags.WNOHANG)).isZero();
    kill(child);
    assertThat(libc.kill(child, 0)).isEqualTo(-Errno.ESRCH.number());
    assertThat(libc.wait4(child, status, 0)).isEqualTo(-Errno.ECHILD.number());
  }

  @Test
  void waitidLeavesTheChildToBeCollected() {
    int child = libc.posix_spawn(shell("exit 3"));
    NativeBuffer buffer = libc.buffer(ProcessFlags.SIGINFO_SIZE);
    int options = ProcessFlags.WEXITED | ProcessFlags.WNOWAIT;
    assertThat(libc.waitid(ProcessFlags.P_PID, child, buffer, options)).isZero();
    NativeBuffer status = libc.buffer(Rusage.WITH_STATUS_SIZE);
    assertThat(libc.wait4(child, status, ProcessFlags.WNOHANG)).isEqualTo(child);
    assertThat(status.bytes().getLong(Rusage.OFFSET + Rusage.MAXRSS_OFFSET)).isPositive();
  }

  @Test
  void unknownSignalAnswersNegatedEinval() {
    assertThat(libc.kill(libc.getpid(), 4711)).isEqualTo(-Errno.EINVAL.number());
  }

  @Test
  void failedExecuteComesBack() {
    assertThat(libc.execve(c("/nonexistent"), strings("x"), null))
        .isEqualTo(-Errno.ENOENT.number());
    assertThat(libc.execve(c("/tmp"), strings("x"), List.of())).isEqualTo(-Errno.EACCES.number());
  }

  @Test
  void numbersOfThisProcessAreThoseThatJavaKnows() {
    ProcessHandle self = ProcessHandle.current();
    assertThat(libc.getpid()).isEqualTo((int) self.pid());
    assertThat(libc.getppid()).isEqualTo((int) self.parent().orElseThrow().pid());
  }

  @Test
  void alarmThatIsCancelledHadItsTimeLeft() {
    assertThat(libc.alarm(1000)).isZero();
    assertThat(libc.alarm(0)).isBetween(1, 1000);
  }

  @Test
  void processorTimeIsCounted() {
    NativeBuffer tms = libc.buffer(Tms.SIZE);
    assertThat(libc.times(tms)).isPositive();
    assertThat(tms.bytes().getLong(Tms.UTIME_OFFSET)).isPositive();
    assertThat(libc.sysconf(ProcessFlags.SC_CLK_TCK)).isPositive();
    assertThat(libc.environ()).isNotZero();
  }

  private void kill(int child) {
    assertThat(libc.kill(child, SIGKILL)).isZero();
    NativeBuffer status = libc.buffer(Rusage.WITH_STATUS_SIZE);
    assertThat(libc.wait4(child, status, 0)).isEqualTo(child);
    assertThat(status.bytes().getInt(Rusage.WSTATUS_OFFSET)).isEqualTo(SIGKILL);
  }

  private int statusOf(SpawnRequest request) {
    int child = libc.posix_spawn(request);
    assertThat(child).isPositive();
    NativeBuffer status = libc.buffer(Rusage.WITH_STATUS_SIZE);
    assertThat(libc.wait4(child, status, 0)).isEqualTo(child);
    return status.bytes().getInt(Rusage.WSTATUS_OFFSET);
  }

  private static SpawnRequest shell(String script, String... arguments) {
    String[] command =
        Stream.concat(Stream.of("/bin/sh", "-c", script), Stream.of(arguments))
            .toArray(String[]::new);
    return request(List.of(), 0, command);
  }

  private static SpawnRequest request(List<FileAction> actions, int flags, String... command) {
    return new SpawnRequest(c(command[0]), strings(command), null, actions, flags, 0);
  }

  private static List<byte[]> strings(String... strings) {
    return Stream.of(strings).map(string -> string.getBytes(US_ASCII)).toList();
  }

  private static byte[] c(String text) {
    return (text + "\0").getBytes(US_ASCII);
  }
}
