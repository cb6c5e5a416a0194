package org.phpipc.libc;

import org.phpipc.libc.abi.IpcFlags;
import org.phpipc.libc.abi.MsgBuf;
import org.phpipc.libc.abi.Msginfo;
import org.phpipc.libc.abi.MsqidDs;
import org.phpipc.libc.abi.Sembuf;
import org.phpipc.libc.abi.SemidDs;
import org.phpipc.libc.abi.Seminfo;
import org.phpipc.libc.abi.ShmidDs;
import org.phpipc.libc.abi.Shminfo;
import org.phpipc.libc.abi.Sigaction;
import org.phpipc.libc.abi.Statx;
import org.phpipc.libc.abi.Timespec;

/**
 * The C calls that phpipc makes, each under its C name with its C arguments.
 *
 * <p><b>Contract:</b> a call returns a value of at least 0, or the negated errno that was captured
 * with the call. It never throws for an errno, never retries and never logs. Numbers for {@code
 * flags}, {@code cmd} and the like are the kernel's own: {@link IpcFlags}. Layouts of what buffers
 * hold: {@link MsgBuf}, {@link MsqidDs}, {@link Msginfo}, {@link ShmidDs}, {@link Shminfo}, {@link
 * Sembuf}, {@link Timespec}, {@link SemidDs}, {@link Seminfo}, {@link Statx}, {@link Sigaction}.
 *
 * <p>Implementations are safe for use by many threads; a buffer belongs to one at a time.
 */
public interface IpcLibc {

  /** The binding of this process, chosen once by {@link LibcLoader}. */
  static IpcLibc get() {
    return LibcLoader.loaded();
  }

  /** The binding to the kernel, also where {@link #get} gives one that emulates it. */
  static IpcLibc kernel() {
    return LibcLoader.kernel();
  }

  /**
   * This thread's reusable buffer with room for at least {@code bytes} bytes. The content is
   * whatever the last use left. Valid until the same thread asks again.
   */
  NativeBuffer buffer(int bytes);

  /**
   * A buffer of the caller's own, all zeros, which one thread at a time may use. It is freed when
   * nobody has it any more.
   */
  NativeBuffer allocate(int bytes);

  /** The identifier of the queue with this key. See msgget(2). */
  int msgget(int key, int msgflg);

  /**
   * Sends the message in {@code msgp}.
   *
   * @param msgsz bytes of the text, without the type. See msgsnd(2).
   */
  int msgsnd(int msqid, NativeBuffer msgp, long msgsz, int msgflg);

  /**
   * As {@link #msgsnd} with {@link IpcFlags#IPC_NOWAIT}, for who does not ask why it failed.
   *
   * @return whether the message was sent
   */
  default boolean msgsndAtOnce(int msqid, NativeBuffer msgp, long msgsz) {
    return msgsnd(msqid, msgp, msgsz, IpcFlags.IPC_NOWAIT) == 0;
  }

  /**
   * Receives a message into {@code msgp}.
   *
   * @param msgsz room for the text, without the type
   * @return bytes of the text. See msgrcv(2).
   */
  long msgrcv(int msqid, NativeBuffer msgp, long msgsz, long msgtyp, int msgflg);

  /**
   * As {@link #msgrcv}, for who does not ask why it failed.
   *
   * @param msgflg {@link IpcFlags#IPC_NOWAIT} among them
   * @return bytes of the text, or any negative number
   */
  default long msgrcvAtOnce(int msqid, NativeBuffer msgp, long msgsz, long msgtyp, int msgflg) {
    return msgrcv(msqid, msgp, msgsz, msgtyp, msgflg);
  }

  /**
   * Controls a queue; {@code buf} holds a {@link MsqidDs} where {@code cmd} uses one. msgctl(2).
   */
  int msgctl(int msqid, int cmd, NativeBuffer buf);

  /**
   * The identifier of the segment with this key.
   *
   * @param size bytes; 0 takes an existing segment of any size. See shmget(2).
   */
  int shmget(int key, long size, int shmflg);

  /**
   * Attaches a segment to this process.
   *
   * @param shmaddr 0: where the kernel likes
   * @return the address, for {@link #memory} and {@link #shmdt}. See shmat(2).
   */
  long shmat(int shmid, long shmaddr, int shmflg);

  /** Detaches what {@link #shmat} attached; touching it from then on ends the process. shmdt(2). */
  int shmdt(long shmaddr);

  /**
   * Controls a segment; {@code buf} holds a {@link ShmidDs} where {@code cmd} uses one. shmctl(2).
   */
  int shmctl(int shmid, int cmd, NativeBuffer buf);

  /**
   * The attached memory at an address.
   *
   * @param bytes all of them attached, and read only where {@link #shmat} was told so
   */
  NativeBuffer memory(long address, int bytes);

  /**
   * The identifier of the semaphore set with this key.
   *
   * @param nsems semaphores; 0 takes an existing set of any size. See semget(2).
   */
  int semget(int key, int nsems, int semflg);

  /**
   * Does all operations at once, or waits, or fails.
   *
   * @param sops {@code nsops} times a {@link Sembuf}. See semop(2).
   */
  int semop(int semid, NativeBuffer sops, long nsops);

  /**
   * As {@link #semop}, waiting at most the time that stands in {@code sops}.
   *
   * @param timeoutOffset where in {@code sops} a {@link Timespec} stands. See semtimedop(2).
   */
  int semtimedop(int semid, NativeBuffer sops, long nsops, int timeoutOffset);

  /**
   * Controls a semaphore by a number.
   *
   * @param val for the commands that set one
   * @return for the commands that ask, the answer. See semctl(2).
   */
  int semctl(int semid, int semnum, int cmd, int val);

  /**
   * Controls a set; {@code buf} holds a {@link SemidDs} or {@link Seminfo} where {@code cmd} uses
   * one. See semctl(2).
   */
  int semctl(int semid, int semnum, int cmd, NativeBuffer buf);

  /**
   * Describes a file.
   *
   * <p>This call instead of {@code stat}: its layout is the same on every architecture, and glibc
   * before 2.33 has no symbol {@code stat}.
   *
   * @param pathname bytes of the path, with a NUL at the end
   * @param statxbuf receives a {@link Statx}. See statx(2).
   */
  int statx(int dirfd, byte[] pathname, int flags, int mask, NativeBuffer statxbuf);

  /** The user whose rights the thread has that calls. See geteuid(2). */
  int geteuid();

  /** The number of the thread that calls. See gettid(2). */
  int gettid();

  /** Sends a signal to one thread. See tgkill(2). */
  int tgkill(int tgid, int tid, int sig);

  /**
   * Sets what a signal does, and tells what it did.
   *
   * @param acts holds a {@link Sigaction} at {@code actOffset} and has room for another at {@code
   *     oldactOffset}
   * @param actOffset -1: to change nothing. See sigaction(2).
   */
  int sigaction(int signum, NativeBuffer acts, int actOffset, int oldactOffset);

  /**
   * Changes which signals reach the thread that calls.
   *
   * @param set holds a {@code sigset_t}, see {@link Sigaction}. See sigprocmask(2).
   */
  int sigprocmask(int how, NativeBuffer set);

  /** The address of a function of the C library. See dlsym(3). */
  long dlsym(String symbol);
}
