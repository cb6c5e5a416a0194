package org.phpipc.bench.workload;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** A peer: the same with jnr-ffi, on which jnr-posix stands; that has no calls of System V IPC. */
final class JnrQueueWorkload implements Workload {
  private static final int IPC_CREAT = 01000;
  private static final int CAPACITY = 8192;

  private final C c = LibraryLoader.create(C.class).load("c");
  private final Pointer message =
      Memory.allocateDirect(Runtime.getRuntime(c), Long.BYTES + CAPACITY);
  private final byte[] payload;
  private int queue;

  JnrQueueWorkload(int bytes) {
    payload = Messages.payload(bytes);
  }

  /** On 64-bit Linux, where {@code size_t} is as long as Java's long. Public for jnr-ffi. */
  public interface C {
    /** msgget(2). */
    int msgget(int key, int msgflg);

    /** msgsnd(2). */
    int msgsnd(int msqid, Pointer msgp, long msgsz, int msgflg);

    /** msgrcv(2). */
    long msgrcv(int msqid, Pointer msgp, long msgsz, long msgtyp, int msgflg);
  }

  @Override
  public void prepare(long key) {
    queue = c.msgget((int) key, IPC_CREAT | 0600);
  }

  @Override
  public void run(int count) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      message.putLong(0, 1);
      message.put(Long.BYTES, payload, 0, payload.length);
      Workload.require(c.msgsnd(queue, message, payload.length, 0) == 0);
      byte[] received = new byte[(int) c.msgrcv(queue, message, CAPACITY, 0, 0)];
      message.get(Long.BYTES, received, 0, received.length);
      sum += received.length;
    }
    Workload.require(sum == (long) count * payload.length);
  }
}
