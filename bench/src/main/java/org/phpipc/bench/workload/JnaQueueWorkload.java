package org.phpipc.bench.workload;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;

/** A peer: what an application writes that maps C to an interface with JNA. */
final class JnaQueueWorkload implements Workload {
  private static final int IPC_CREAT = 01000;
  private static final int CAPACITY = 8192;

  private final C c = Native.load("c", C.class);
  private final Memory message = new Memory(Long.BYTES + CAPACITY);
  private final byte[] payload;
  private int queue;

  JnaQueueWorkload(int bytes) {
    payload = Messages.payload(bytes);
  }

  /** On 64-bit Linux, where {@code size_t} is as long as Java's long. */
  interface C extends Library {
    int msgget(int key, int msgflg) throws LastErrorException;

    int msgsnd(int msqid, Memory msgp, long msgsz, int msgflg) throws LastErrorException;

    long msgrcv(int msqid, Memory msgp, long msgsz, long msgtyp, int msgflg)
        throws LastErrorException;
  }

  @Override
  public void prepare(long key) {
    queue = c.msgget((int) key, IPC_CREAT | 0600);
  }

  @Override
  public void run(int count) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      message.setLong(0, 1);
      message.write(Long.BYTES, payload, 0, payload.length);
      c.msgsnd(queue, message, payload.length, 0);
      int received = (int) c.msgrcv(queue, message, CAPACITY, 0, 0);
      sum += message.getByteArray(Long.BYTES, received).length;
    }
    Workload.require(sum == (long) count * payload.length);
  }
}
