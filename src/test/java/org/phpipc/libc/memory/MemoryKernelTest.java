package org.phpipc.libc.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.phpipc.libc.abi.IpcFlags.GETNCNT;
import static org.phpipc.libc.abi.IpcFlags.GETVAL;
import static org.phpipc.libc.abi.IpcFlags.IPC_CREAT;
import static org.phpipc.libc.abi.IpcFlags.IPC_NOWAIT;
import static org.phpipc.libc.abi.IpcFlags.IPC_PRIVATE;
import static org.phpipc.libc.abi.IpcFlags.IPC_RMID;
import static org.phpipc.libc.abi.IpcFlags.IPC_STAT;
import static org.phpipc.libc.abi.IpcFlags.SEM_UNDO;
import static org.phpipc.libc.abi.IpcFlags.SETVAL;
import static org.phpipc.libc.abi.IpcFlags.SHM_DEST;
import static org.phpipc.libc.abi.IpcFlags.SHM_RDONLY;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.phpipc.Errno;
import org.phpipc.libc.IpcLibc;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.abi.IpcPerm;
import org.phpipc.libc.abi.MsgBuf;
import org.phpipc.libc.abi.MsqidDs;
import org.phpipc.libc.abi.Sembuf;
import org.phpipc.libc.abi.ShmidDs;
import org.phpipc.testing.Background;

/** What takes several processes and users: a test may have as many as it likes here. */
class MemoryKernelTest {
  private static final int KEY = 4711;
  private static final MemoryProcess OWNER = new MemoryProcess(100, 7, 70);

  private final MemoryKernel kernel = new MemoryKernel();
  private final IpcLibc owner = new MemoryIpcLibc(kernel, OWNER);

  @ParameterizedTest
  @CsvSource({
    "0600, 7, 1, rw",
    "0600, 8, 70, -",
    "0600, 8, 80, -",
    "0600, 0, 0, rw",
    "0060, 7, 70, -",
    "0060, 8, 70, rw",
    "0060, 8, 80, -",
    "0006, 8, 80, rw",
    "0004, 8, 80, r",
    "0002, 8, 80, w",
    "0644, 8, 70, r"
  })
  void modeDecidesWhoMayDoWhat(String mode, int uid, int gid, String may) {
    int queue = owner.msgget(IPC_PRIVATE, Integer.parseInt(mode, 8));
    IpcLibc other = new MemoryIpcLibc(kernel, new MemoryProcess(101, uid, gid));
    NativeBuffer message = other.buffer(64);
    message.bytes().putLong(MsgBuf.MTYPE_OFFSET, 1);
    int sent = other.msgsnd(queue, message, 0, IPC_NOWAIT);
    long received = other.msgrcv(queue, message, 0, 0, IPC_NOWAIT);
    assertThat(sent).isEqualTo(may.contains("w") ? 0 : -Errno.EACCES.number());
    assertThat(received == -Errno.EACCES.number()).isEqualTo(!may.contains("r"));
  }

  @Test
  void onlyTheOwnerRemovesAndChanges() {
    int queue = owner.msgget(IPC_PRIVATE, 0666);
    IpcLibc other = new MemoryIpcLibc(kernel, new MemoryProcess(101, 8, 80));
    NativeBuffer ds = other.buffer(MsqidDs.SIZE);
    assertThat(other.msgctl(queue, IPC_RMID, ds)).isEqualTo(-Errno.EPERM.number());
    assertThat(owner.msgctl(queue, IPC_RMID, ds)).isZero();
  }

  @Test
  void openingAsksForThePermissionsOfTheFlags() {
    owner.msgget(KEY, IPC_CREAT | 0640);
    IpcLibc group = new MemoryIpcLibc(kernel, new MemoryProcess(101, 8, 70));
    assertThat(group.msgget(KEY, 0)).isNotNegative();
    assertThat(group.msgget(KEY, 0440)).isNotNegative();
    assertThat(group.msgget(KEY, 0660)).isEqualTo(-Errno.EACCES.number());
  }

  @Test
  void endOfAProcessUndoesItsSemaphoresAndLetsOthersGoOn() throws Exception {
    int set = owner.semget(IPC_PRIVATE, 1, 0600);
    owner.semctl(set, 0, SETVAL, 1);
    MemoryProcess holder = new MemoryProcess(101, 7, 70);
    assertThat(operate(new MemoryIpcLibc(kernel, holder), set, -1, SEM_UNDO)).isZero();
    CompletableFuture<Integer> waiter = Background.get(() -> operate(owner, set, -1, 0));
    while (owner.semctl(set, 0, GETNCNT, 0) == 0) {
      Thread.onSpinWait();
    }
    kernel.exit(holder);
    assertThat(waiter.get()).isZero();
    assertThat(owner.semctl(set, 0, GETVAL, 0)).isZero();
  }

  @Test
  void setvalForgetsWhatWouldBeUndone() {
    int set = owner.semget(IPC_PRIVATE, 1, 0600);
    operate(owner, set, 5, SEM_UNDO);
    owner.semctl(set, 0, SETVAL, 3);
    kernel.exit(OWNER);
    assertThat(owner.semctl(set, 0, GETVAL, 0)).isEqualTo(3);
  }

  @Test
  void removedSegmentGoesWithItsLastAttachment() {
    int segment = owner.shmget(KEY, 10, IPC_CREAT | 0600);
    long address = owner.shmat(segment, 0, 0);
    assertThat(owner.shmctl(segment, IPC_RMID, owner.buffer(ShmidDs.SIZE))).isZero();
    assertThat(owner.shmget(KEY, 0, 0)).isEqualTo(-Errno.ENOENT.number());
    NativeBuffer ds = owner.buffer(ShmidDs.SIZE);
    assertThat(owner.shmctl(segment, IPC_STAT, ds)).isZero();
    assertThat(ds.bytes().getInt(IpcPerm.MODE_OFFSET)).isEqualTo(SHM_DEST | 0600);
    assertThat(owner.shmdt(address)).isZero();
    assertThat(owner.shmctl(segment, IPC_STAT, ds)).isEqualTo(-Errno.EINVAL.number());
  }

  @Test
  void endOfAProcessDetachesIt() {
    int segment = owner.shmget(IPC_PRIVATE, 10, 0600);
    owner.shmat(segment, 0, 0);
    kernel.exit(OWNER);
    NativeBuffer ds = owner.buffer(ShmidDs.SIZE);
    owner.shmctl(segment, IPC_STAT, ds);
    assertThat(ds.bytes().getLong(ShmidDs.NATTCH_OFFSET)).isZero();
  }

  @Test
  void readOnlyAttachmentCannotBeWritten() {
    int segment = owner.shmget(IPC_PRIVATE, 10, 0600);
    ByteBuffer memory = owner.memory(owner.shmat(segment, 0, SHM_RDONLY), 10).bytes();
    assertThatThrownBy(() -> memory.put(0, (byte) 1)).isInstanceOf(ReadOnlyBufferException.class);
  }

  @ParameterizedTest
  @CsvSource({"0, 22", "-1, 22", "3000000000, 12"})
  void sizeOfANewSegmentIsWithinBounds(long bytes, int errno) {
    assertThat(owner.shmget(IPC_PRIVATE, bytes, 0600)).isEqualTo(-errno);
  }

  private static int operate(IpcLibc libc, int set, int change, int flags) {
    NativeBuffer sops = libc.buffer(Sembuf.SIZE);
    Sembuf.put(sops.bytes(), 0, 0, change, flags);
    return libc.semop(set, sops, 1);
  }
}
