package org.phpipc.libc.memory;

import static org.phpipc.libc.IpcFlags.GETNCNT;
import static org.phpipc.libc.IpcFlags.GETPID;
import static org.phpipc.libc.IpcFlags.GETVAL;
import static org.phpipc.libc.IpcFlags.GETZCNT;
import static org.phpipc.libc.IpcFlags.IPC_INFO;
import static org.phpipc.libc.IpcFlags.IPC_NOWAIT;
import static org.phpipc.libc.IpcFlags.IPC_RMID;
import static org.phpipc.libc.IpcFlags.IPC_SET;
import static org.phpipc.libc.IpcFlags.IPC_STAT;
import static org.phpipc.libc.IpcFlags.MSG_COPY;
import static org.phpipc.libc.IpcFlags.MSG_EXCEPT;
import static org.phpipc.libc.IpcFlags.MSG_INFO;
import static org.phpipc.libc.IpcFlags.MSG_STAT_ANY;
import static org.phpipc.libc.IpcFlags.SEM_INFO;
import static org.phpipc.libc.IpcFlags.SEM_STAT_ANY;
import static org.phpipc.libc.IpcFlags.SETVAL;
import static org.phpipc.libc.IpcFlags.SHM_INFO;
import static org.phpipc.libc.IpcFlags.SHM_RDONLY;
import static org.phpipc.libc.IpcFlags.SHM_STAT_ANY;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.phpipc.Errno;
import org.phpipc.libc.Libc;
import org.phpipc.libc.MsgBuf;
import org.phpipc.libc.Msginfo;
import org.phpipc.libc.MsqidDs;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.Sembuf;
import org.phpipc.libc.Seminfo;
import org.phpipc.libc.Shminfo;
import org.phpipc.libc.Sigaction;
import org.phpipc.libc.Timespec;

/** {@link Libc} of one process of a {@link MemoryKernel}. */
public final class MemoryLibc implements Libc {
  /** One machine for everybody who asks for this binding by name. */
  private static final MemoryKernel COMMON = new MemoryKernel();

  private static final MemoryProcess THIS_JVM =
      new MemoryProcess((int) ProcessHandle.current().pid(), 1000, 1000);

  private static final int READ = 0444;
  private static final int WRITE = 0222;
  private static final int BUFFER_BYTES = 1 << 14;

  private final MemoryKernel kernel;
  private final MemoryProcess process;
  private final ThreadLocal<NativeBuffer> buffers =
      ThreadLocal.withInitial(() -> heapBuffer(BUFFER_BYTES));

  /** This JVM as a process of the common kernel: a user without privileges. */
  public MemoryLibc() {
    this(COMMON, THIS_JVM);
  }

  /** A process of a kernel. */
  public MemoryLibc(MemoryKernel kernel, MemoryProcess process) {
    this.kernel = kernel;
    this.process = process;
  }

  private static NativeBuffer heapBuffer(int bytes) {
    ByteBuffer memory = ByteBuffer.allocate(bytes);
    return new NativeBuffer(memory, 0, memory);
  }

  @Override
  public NativeBuffer buffer(int bytes) {
    NativeBuffer buffer = buffers.get();
    if (buffer.capacity() < bytes) {
      buffer = heapBuffer(bytes);
      buffers.set(buffer);
    }
    return buffer;
  }

  @Override
  public NativeBuffer memory(long address, int bytes) {
    kernel.lock.lock();
    try {
      MemoryKernel.Attachment attachment = kernel.attachments.get(address);
      if (attachment == null || bytes > attachment.segment().bytes()) {
        throw new IllegalArgumentException("nothing of that size is attached at " + address);
      }
      return new NativeBuffer(attachment.view().limit(bytes).slice(), address, attachment);
    } finally {
      kernel.lock.unlock();
    }
  }

  @Override
  public int msgget(int key, int msgflg) {
    return locked(
        () ->
            kernel.queues.get(
                key,
                msgflg,
                process,
                0,
                queue -> 0,
                id -> new QueueObject(id, key, msgflg, process)));
  }

  @Override
  public int msgsnd(int msqid, NativeBuffer msgp, long msgsz, int msgflg) {
    long type = msgp.bytes().getLong(MsgBuf.MTYPE_OFFSET);
    if (msgsz < 0 || msgsz > Limits.MSGMAX || msqid < 0 || type < 1) {
      return -Errno.EINVAL.number();
    }
    byte[] text = new byte[(int) msgsz];
    msgp.bytes().get(MsgBuf.MTEXT_OFFSET, text);
    return (int) lockedLong(() -> send(msqid, new QueueObject.Message(type, text), msgflg));
  }

  private long send(int msqid, QueueObject.Message message, int flags) {
    QueueObject queue = kernel.queues.find(msqid);
    if (queue == null) {
      return -Errno.EINVAL.number();
    } else if (!queue.grants(process, WRITE)) {
      return -Errno.EACCES.number();
    } else if (queue.hasRoom(message)) {
      queue.send(message, process.pid());
      return 0;
    } else if ((flags & IPC_NOWAIT) != 0) {
      return -Errno.EAGAIN.number();
    }
    var sender = new QueueObject.Sender(message, kernel.sleeper(), process.pid());
    queue.waitForRoom(sender);
    try {
      return kernel.sleep(gettid(), sender.sleeper(), Sleeper.FOREVER);
    } finally {
      queue.giveUp(sender);
    }
  }

  @Override
  public long msgrcv(int msqid, NativeBuffer msgp, long msgsz, long msgtyp, int msgflg) {
    if (msqid < 0 || msgsz < 0) {
      return -Errno.EINVAL.number();
    }
    boolean copy = (msgflg & MSG_COPY) != 0;
    if (copy && ((msgflg & MSG_EXCEPT) != 0 || (msgflg & IPC_NOWAIT) == 0)) {
      return -Errno.EINVAL.number();
    }
    return lockedLong(
        () -> receive(msqid, new QueueObject.Wish(msgtyp, msgsz, msgflg), msgp.bytes()));
  }

  private long receive(int msqid, QueueObject.Wish wish, ByteBuffer into) {
    QueueObject queue = kernel.queues.find(msqid);
    if (queue == null) {
      return -Errno.EINVAL.number();
    } else if (!queue.grants(process, READ)) {
      return -Errno.EACCES.number();
    }
    QueueObject.Message message = queue.find(wish);
    if (message == null) {
      return (wish.flags() & IPC_NOWAIT) != 0 ? -Errno.ENOMSG.number() : await(queue, wish, into);
    } else if (!wish.fits(message)) {
      return -Errno.E2BIG.number();
    }
    if (!wish.isCopy()) {
      queue.take(message, process.pid());
    }
    return put(message, wish, into);
  }

  private long await(QueueObject queue, QueueObject.Wish wish, ByteBuffer into) {
    var receiver = new QueueObject.Receiver(wish, kernel.sleeper(), process.pid());
    queue.waitForMessage(receiver);
    try {
      long result = kernel.sleep(gettid(), receiver.sleeper, Sleeper.FOREVER);
      QueueObject.Message message = receiver.message;
      return message == null ? result : put(message, wish, into);
    } finally {
      queue.giveUp(receiver);
    }
  }

  private static long put(QueueObject.Message message, QueueObject.Wish wish, ByteBuffer into) {
    int bytes = (int) Math.min(message.text().length, wish.room());
    into.putLong(MsgBuf.MTYPE_OFFSET, message.type())
        .put(MsgBuf.MTEXT_OFFSET, message.text(), 0, bytes);
    return bytes;
  }

  @Override
  public int msgctl(int msqid, int cmd, NativeBuffer buf) {
    return locked(
        () ->
            switch (cmd) {
              case IPC_INFO, MSG_INFO -> queueLimits(buf.bytes());
              case MSG_STAT_ANY -> {
                QueueObject queue = kernel.queues.at(msqid);
                yield queue == null ? -Errno.EINVAL.number() : stat(queue, buf.bytes());
              }
              default -> {
                QueueObject queue = kernel.queues.find(msqid);
                yield queue == null ? -Errno.EINVAL.number() : control(queue, cmd, buf.bytes());
              }
            });
  }

  private int queueLimits(ByteBuffer info) {
    info.putInt(Msginfo.MSGMAX_OFFSET, Limits.MSGMAX)
        .putInt(Msginfo.MSGMNB_OFFSET, Limits.MSGMNB)
        .putInt(Msginfo.MSGMNI_OFFSET, Limits.MSGMNI);
    return kernel.queues.highestIndex();
  }

  private static int stat(QueueObject queue, ByteBuffer ds) {
    queue.stat(ds);
    return queue.id;
  }

  private int control(QueueObject queue, int cmd, ByteBuffer ds) {
    if (cmd == IPC_STAT) {
      if (!queue.grants(process, READ)) {
        return -Errno.EACCES.number();
      }
      queue.stat(ds);
      return 0;
    } else if (cmd != IPC_SET && cmd != IPC_RMID) {
      return -Errno.EINVAL.number();
    } else if (!queue.isOwnedBy(process)) {
      return -Errno.EPERM.number();
    } else if (cmd == IPC_RMID) {
      kernel.queues.remove(queue);
      return 0;
    }
    boolean tooMuch = Long.compareUnsigned(ds.getLong(MsqidDs.QBYTES_OFFSET), Limits.MSGMNB) > 0;
    if (tooMuch && !process.isPrivileged()) {
      return -Errno.EPERM.number();
    }
    queue.set(ds);
    return 0;
  }

  @Override
  public int shmget(int key, long size, int shmflg) {
    int refusal = 0;
    if (size < 1 || Long.compareUnsigned(size, Limits.SHMMAX) > 0) {
      refusal = Errno.EINVAL.number();
    } else if (size > Integer.MAX_VALUE) {
      refusal = Errno.ENOMEM.number();
    }
    int speaksAgainst = refusal;
    return locked(
        () ->
            kernel.segments.get(
                key,
                shmflg,
                process,
                speaksAgainst,
                segment ->
                    Long.compareUnsigned(size, segment.bytes()) > 0 ? Errno.EINVAL.number() : 0,
                id -> new SegmentObject(id, key, shmflg, (int) size, process)));
  }

  @Override
  public long shmat(int shmid, long shmaddr, int shmflg) {
    return lockedLong(
        () -> {
          SegmentObject segment = kernel.segments.find(shmid);
          boolean readOnly = (shmflg & SHM_RDONLY) != 0;
          if (segment == null || shmaddr != 0) {
            return -Errno.EINVAL.number();
          } else if (!segment.grants(process, readOnly ? READ : READ | WRITE)) {
            return -Errno.EACCES.number();
          }
          return kernel.attach(segment, process.pid(), readOnly);
        });
  }

  @Override
  public int shmdt(long shmaddr) {
    return locked(
        () -> {
          MemoryKernel.Attachment attachment = kernel.attachments.get(shmaddr);
          if (attachment == null || attachment.pid() != process.pid()) {
            return -Errno.EINVAL.number();
          }
          kernel.detach(shmaddr);
          return 0;
        });
  }

  @Override
  public int shmctl(int shmid, int cmd, NativeBuffer buf) {
    return locked(
        () ->
            switch (cmd) {
              case IPC_INFO -> segmentLimits(buf.bytes());
              case SHM_INFO -> kernel.segments.highestIndex();
              case SHM_STAT_ANY -> {
                SegmentObject segment = kernel.segments.at(shmid);
                yield segment == null ? -Errno.EINVAL.number() : stat(segment, buf.bytes());
              }
              default -> {
                SegmentObject segment = kernel.segments.find(shmid);
                yield segment == null ? -Errno.EINVAL.number() : control(segment, cmd, buf.bytes());
              }
            });
  }

  private int segmentLimits(ByteBuffer info) {
    info.putLong(Shminfo.SHMMAX_OFFSET, Limits.SHMMAX)
        .putLong(Shminfo.SHMMNI_OFFSET, Limits.SHMMNI)
        .putLong(Shminfo.SHMALL_OFFSET, Limits.SHMALL);
    return kernel.segments.highestIndex();
  }

  private static int stat(SegmentObject segment, ByteBuffer ds) {
    segment.stat(ds);
    return segment.id;
  }

  private int control(SegmentObject segment, int cmd, ByteBuffer ds) {
    if (cmd == IPC_STAT) {
      if (!segment.grants(process, READ)) {
        return -Errno.EACCES.number();
      }
      segment.stat(ds);
      return 0;
    } else if (cmd != IPC_SET && cmd != IPC_RMID) {
      return -Errno.EINVAL.number();
    } else if (!segment.isOwnedBy(process)) {
      return -Errno.EPERM.number();
    } else if (cmd == IPC_SET) {
      segment.setPerm(ds);
      return 0;
    }
    kernel.segments.forgetKey(segment);
    if (segment.doom()) {
      kernel.segments.remove(segment);
    }
    return 0;
  }

  @Override
  public int semget(int key, int nsems, int semflg) {
    if (nsems < 0 || nsems > Limits.SEMMSL) {
      return -Errno.EINVAL.number();
    }
    return locked(
        () ->
            kernel.semaphores.get(
                key,
                semflg,
                process,
                nsems == 0 ? Errno.EINVAL.number() : 0,
                set -> nsems > set.size() ? Errno.EINVAL.number() : 0,
                id -> new SemaphoreObject(id, key, semflg, nsems, process)));
  }

  @Override
  public int semop(int semid, NativeBuffer sops, long nsops) {
    return operate(semid, sops.bytes(), nsops, Sleeper.FOREVER);
  }

  @Override
  public int semtimedop(int semid, NativeBuffer sops, long nsops, int timeoutOffset) {
    long seconds = sops.bytes().getLong(timeoutOffset + Timespec.SEC_OFFSET);
    long nanos = sops.bytes().getLong(timeoutOffset + Timespec.NSEC_OFFSET);
    if (seconds < 0 || nanos < 0 || nanos >= TimeUnit.SECONDS.toNanos(1)) {
      return -Errno.EINVAL.number();
    }
    long patience = TimeUnit.SECONDS.toNanos(seconds) + nanos;
    return operate(semid, sops.bytes(), nsops, patience < 0 ? Sleeper.FOREVER : patience);
  }

  private int operate(int semid, ByteBuffer sops, long nsops, long patience) {
    if (nsops < 1 || semid < 0) {
      return -Errno.EINVAL.number();
    } else if (nsops > Limits.SEMOPM) {
      return -Errno.E2BIG.number();
    }
    List<SemaphoreObject.Operation> operations = new ArrayList<>();
    for (int i = 0; i < nsops; i++) {
      operations.add(
          new SemaphoreObject.Operation(
              Sembuf.num(sops, i), Sembuf.op(sops, i), Sembuf.flg(sops, i)));
    }
    return (int) lockedLong(() -> operate(semid, operations, patience));
  }

  private long operate(int semid, List<SemaphoreObject.Operation> operations, long patience) {
    SemaphoreObject set = kernel.semaphores.find(semid);
    if (set == null) {
      return -Errno.EINVAL.number();
    } else if (operations.stream().anyMatch(operation -> operation.number() >= set.size())) {
      return -Errno.EFBIG.number();
    }
    boolean alters = operations.stream().anyMatch(operation -> operation.change() != 0);
    if (!set.grants(process, alters ? WRITE : READ)) {
      return -Errno.EACCES.number();
    }
    int result = set.operate(operations, process.pid());
    if (result != SemaphoreObject.MUST_WAIT) {
      return result;
    }
    var sleeper = kernel.sleeper();
    var waiter = new SemaphoreObject.Waiter(operations, sleeper, process.pid());
    set.waitFor(waiter);
    try {
      return kernel.sleep(gettid(), sleeper, patience);
    } finally {
      set.giveUp(waiter);
    }
  }

  @Override
  public int semctl(int semid, int semnum, int cmd, int val) {
    return locked(
        () -> {
          SemaphoreObject set = kernel.semaphores.find(semid);
          if (set == null) {
            return -Errno.EINVAL.number();
          } else if (cmd == IPC_RMID) {
            return remove(set);
          } else if (semnum < 0 || semnum >= set.size()) {
            return -Errno.EINVAL.number();
          } else if (cmd == SETVAL) {
            return set(set, semnum, val);
          }
          return set.grants(process, READ) ? ask(set, semnum, cmd) : -Errno.EACCES.number();
        });
  }

  private int remove(SemaphoreObject set) {
    if (!set.isOwnedBy(process)) {
      return -Errno.EPERM.number();
    }
    kernel.semaphores.remove(set);
    return 0;
  }

  private int set(SemaphoreObject set, int semnum, int val) {
    if (val < 0 || val > Limits.SEMVMX) {
      return -Errno.ERANGE.number();
    } else if (!set.grants(process, WRITE)) {
      return -Errno.EACCES.number();
    }
    set.set(semnum, val, process.pid());
    return 0;
  }

  private static int ask(SemaphoreObject set, int semnum, int cmd) {
    return switch (cmd) {
      case GETVAL -> set.value(semnum);
      case GETPID -> set.pid(semnum);
      case GETNCNT -> set.waiting(semnum, false);
      case GETZCNT -> set.waiting(semnum, true);
      default -> -Errno.EINVAL.number();
    };
  }

  @Override
  public int semctl(int semid, int semnum, int cmd, NativeBuffer buf) {
    return locked(
        () ->
            switch (cmd) {
              case IPC_INFO, SEM_INFO -> semaphoreLimits(buf.bytes());
              case SEM_STAT_ANY -> {
                SemaphoreObject set = kernel.semaphores.at(semid);
                yield set == null ? -Errno.EINVAL.number() : stat(set, buf.bytes());
              }
              default -> {
                SemaphoreObject set = kernel.semaphores.find(semid);
                yield set == null ? -Errno.EINVAL.number() : control(set, cmd, buf.bytes());
              }
            });
  }

  private int semaphoreLimits(ByteBuffer info) {
    info.putInt(Seminfo.SEMMNI_OFFSET, Limits.SEMMNI)
        .putInt(Seminfo.SEMMNS_OFFSET, Limits.SEMMNS)
        .putInt(Seminfo.SEMMSL_OFFSET, Limits.SEMMSL)
        .putInt(Seminfo.SEMOPM_OFFSET, Limits.SEMOPM)
        .putInt(Seminfo.SEMVMX_OFFSET, Limits.SEMVMX);
    return kernel.semaphores.highestIndex();
  }

  private static int stat(SemaphoreObject set, ByteBuffer ds) {
    set.stat(ds);
    return set.id;
  }

  private int control(SemaphoreObject set, int cmd, ByteBuffer ds) {
    if (cmd == IPC_STAT) {
      if (!set.grants(process, READ)) {
        return -Errno.EACCES.number();
      }
      set.stat(ds);
      return 0;
    } else if (cmd != IPC_SET) {
      return cmd == IPC_RMID ? remove(set) : -Errno.EINVAL.number();
    } else if (!set.isOwnedBy(process)) {
      return -Errno.EPERM.number();
    }
    set.setPerm(ds);
    return 0;
  }

  @Override
  public int statx(int dirfd, byte[] pathname, int flags, int mask, NativeBuffer statxbuf) {
    return RealFiles.statx(pathname, statxbuf.bytes());
  }

  @Override
  public int geteuid() {
    return process.uid();
  }

  @Override
  public int gettid() {
    return (int) Thread.currentThread().getId();
  }

  /** A signal without a handler ends nothing here. */
  @Override
  public int tgkill(int tgid, int tid, int sig) {
    return locked(
        () -> {
          Sleeper sleeper = kernel.sleeping(tid);
          if (sleeper != null && kernel.handler(sig) != Sigaction.SIG_DFL) {
            sleeper.wake(-Errno.EINTR.number());
          }
          return tid > 0 && tid < Integer.MAX_VALUE ? 0 : -Errno.ESRCH.number();
        });
  }

  @Override
  public int sigaction(int signum, NativeBuffer acts, int actOffset, int oldactOffset) {
    return locked(
        () -> {
          ByteBuffer bytes = acts.bytes();
          long before = kernel.handler(signum);
          if (actOffset >= 0) {
            kernel.handle(signum, bytes.getLong(actOffset + Sigaction.HANDLER_OFFSET));
          }
          bytes.putLong(oldactOffset + Sigaction.HANDLER_OFFSET, before);
          return 0;
        });
  }

  @Override
  public int sigprocmask(int how, NativeBuffer set) {
    return 0; // Signals reach every thread here.
  }

  /** A number for each function; nothing is there. */
  @Override
  public long dlsym(String symbol) {
    return symbol.hashCode() & 0xffff_ffffL;
  }

  private int locked(IntSupplier call) {
    return (int) lockedLong(call::getAsInt);
  }

  private long lockedLong(LongSupplier call) {
    kernel.lock.lock();
    try {
      return call.getAsLong();
    } finally {
      kernel.lock.unlock();
    }
  }
}
