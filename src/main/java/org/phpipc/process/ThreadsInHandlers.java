package org.phpipc.process;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.commons.lang3.ArrayUtils;
import org.apache.commons.lang3.StringUtils;
import org.phpipc.libc.FileLibc;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.abi.FileFlags;

/**
 * Whether a thread has taken a signal from the kernel and its native handler has not returned yet.
 * The kernel blocks all signals of the thread from the moment at which the thread takes the signal
 * until the handler returns, and {@code /proc} shows which signals a thread blocks. Source:
 * proc(5).
 */
final class ThreadsInHandlers {
  /** The thread group's leader, to which the kernel gives a signal of the process if it can. */
  private static final byte[] LEADER = terminated("/proc/self/status");

  /** Tells at a tenth of the cost whether the leader waits in a system call, as it mostly does. */
  private static final byte[] LEADER_CALL = terminated("/proc/self/syscall");

  private static final String NO_CALL = "running";
  private static final Path TASKS = Path.of("/proc/self/task");
  private static final String BLOCKED = "SigBlk:\t";
  private static final int MOST_BYTES = 4096;

  private final FileLibc files = FileLibc.get();

  /**
   * Whether the leader is in a handler.
   *
   * @param set the signals that have the handler; bit n-1 stands for signal n
   */
  boolean hasLeader(long set) {
    String call = read(LEADER_CALL);
    boolean waits = !call.isEmpty() && !call.startsWith(NO_CALL);
    return !waits && blocks(LEADER, set);
  }

  /** Whether any thread is in a handler. */
  boolean hasAny(long set) {
    String[] tasks = ArrayUtils.nullToEmpty(TASKS.toFile().list());
    for (String task : tasks) {
      if (blocks(terminated(TASKS + "/" + task + "/status"), set)) {
        return true;
      }
    }
    return false;
  }

  private boolean blocks(byte[] status, long set) {
    String mask = StringUtils.substringBetween(read(status), BLOCKED, "\n");
    return mask != null && (Long.parseUnsignedLong(mask, 16) & set) == set;
  }

  /** Empty if the thread has ended, or there is no {@code /proc}: nothing is known then. */
  private String read(byte[] path) {
    int file = files.open(path, FileFlags.O_RDONLY | FileFlags.O_CLOEXEC, 0);
    if (file < 0) {
      return "";
    }
    NativeBuffer buffer = files.buffer(MOST_BYTES);
    int count = (int) files.read(file, buffer, MOST_BYTES);
    files.close(file);
    byte[] bytes = new byte[Math.max(0, count)];
    buffer.bytes().get(0, bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] terminated(String path) {
    return (path + '\0').getBytes(StandardCharsets.US_ASCII);
  }
}
