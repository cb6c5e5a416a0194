package org.phpipc.libc.jna;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.phpipc.Errno;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.ProcessLibc;
import org.phpipc.libc.ThreadBuffers;
import org.phpipc.libc.abi.ProcessFlags;
import org.phpipc.libc.abi.Rusage;
import org.phpipc.libc.abi.Sigaction;

/** {@link ProcessLibc} by JNA: direct mappings of primitives and paths. */
public final class JnaProcessLibc implements ProcessLibc {
  private static final long MAP_FAILED = -1;

  private final ThreadBuffers buffers = new ThreadBuffers(JnaBuffer::allocate);
  private final @Nullable Function addclosefrom = found("posix_spawn_file_actions_addclosefrom_np");
  private final Pointer environ =
      NativeLibrary.getInstance(Platform.C_LIBRARY_NAME).getGlobalVariableAddress("environ");

  @Override
  public NativeBuffer buffer(int bytes) {
    return buffers.get(bytes);
  }

  @Override
  public int posix_spawn(SpawnRequest request) {
    Memory pid = new Memory(Integer.BYTES);
    Memory attributes = new Memory(ProcessFlags.SPAWNATTR_SIZE);
    Memory actions = new Memory(ProcessFlags.FILE_ACTIONS_SIZE);
    C.posix_spawnattr_init(attributes);
    C.posix_spawn_file_actions_init(actions);
    try (JnaStrings argv = new JnaStrings(request.argv());
        JnaStrings envp = environment(request.envp())) {
      int flags = request.flags() | ProcessFlags.POSIX_SPAWN_SETSIGMASK;
      C.posix_spawnattr_setflags(attributes, (short) flags);
      C.posix_spawnattr_setpgroup(attributes, request.pgroup());
      C.posix_spawnattr_setsigmask(attributes, noSignals());
      int errno = add(actions, request.actions());
      if (errno == 0) {
        errno =
            C.posix_spawnp(
                pid, request.file(), actions, attributes, argv.address(), envp.address());
      }
      return errno == 0 ? pid.getInt(0) : -errno;
    } finally {
      C.posix_spawn_file_actions_destroy(actions);
      C.posix_spawnattr_destroy(attributes);
    }
  }

  /** As all of {@code posix_spawn}, it returns the errno. */
  private int add(Memory actions, List<FileAction> wanted) {
    int errno = 0;
    for (FileAction action : wanted) {
      if (errno == 0) {
        errno = add(actions, action);
      }
    }
    return errno;
  }

  private int add(Memory actions, FileAction action) {
    if (action instanceof FileAction.Dup2 dup2) {
      return C.posix_spawn_file_actions_adddup2(actions, dup2.from(), dup2.to());
    } else if (action instanceof FileAction.Open open) {
      return C.posix_spawn_file_actions_addopen(
          actions, open.fd(), open.path(), open.flags(), open.mode());
    } else if (action instanceof FileAction.CloseFrom from) {
      return addclosefrom == null
          ? Errno.ENOSYS.number()
          : addclosefrom.invokeInt(new Object[] {actions, from.lowest()});
    }
    return C.posix_spawn_file_actions_addclose(actions, ((FileAction.Close) action).fd());
  }

  @Override
  public boolean closesFrom() {
    return addclosefrom != null;
  }

  /** A function that older C libraries lack: then null. */
  private static @Nullable Function found(String name) {
    try {
      return NativeLibrary.getInstance(Platform.C_LIBRARY_NAME).getFunction(name);
    } catch (UnsatisfiedLinkError e) {
      return null;
    }
  }

  @Override
  public int execve(byte[] pathname, List<byte[]> arguments, @Nullable List<byte[]> environment) {
    try (JnaStrings argv = new JnaStrings(arguments);
        JnaStrings envp = environment(environment)) {
      Memory before = new Memory(ProcessFlags.SIGSET_SIZE);
      C.pthread_sigmask(ProcessFlags.SIG_SETMASK, noSignals(), before);
      C.execve(pathname, argv.address(), envp.address());
      int errno = Native.getLastError();
      C.pthread_sigmask(ProcessFlags.SIG_SETMASK, before, Pointer.NULL);
      return -errno;
    }
  }

  private JnaStrings environment(@Nullable List<byte[]> envp) {
    return envp == null ? JnaStrings.at(environ()) : new JnaStrings(envp);
  }

  private static Memory noSignals() {
    Memory set = new Memory(ProcessFlags.SIGSET_SIZE);
    set.clear();
    return set;
  }

  @Override
  public int wait4(int pid, NativeBuffer wstatus, int options) {
    long address = wstatus.address();
    return result(C.wait4(pid, address, options, address + Rusage.OFFSET));
  }

  @Override
  public int waitid(int idtype, int id, NativeBuffer infop, int options) {
    return result(C.waitid(idtype, id, infop.address(), options));
  }

  @Override
  public int kill(int pid, int sig) {
    return result(C.kill(pid, sig));
  }

  @Override
  public int sigtimedwait(NativeBuffer set) {
    long address = set.address();
    return result(C.sigtimedwait(address, 0, address + Sigaction.SIGSET_SIZE));
  }

  @Override
  public long mmap(long length, int prot, int flags) {
    long address = C.mmap(0, length, prot, flags | ProcessFlags.MAP_ANONYMOUS, -1, 0);
    return address == MAP_FAILED ? -Native.getLastError() : address;
  }

  @Override
  public int mprotect(long addr, long len, int prot) {
    return result(C.mprotect(addr, len, prot));
  }

  @Override
  public int munmap(long addr, long length) {
    return result(C.munmap(addr, length));
  }

  @Override
  public int alarm(int seconds) {
    return C.alarm(seconds);
  }

  @Override
  public int getpid() {
    return C.getpid();
  }

  @Override
  public int getppid() {
    return C.getppid();
  }

  @Override
  public int getuid() {
    return C.getuid();
  }

  @Override
  public int geteuid() {
    return C.geteuid();
  }

  @Override
  public int getgid() {
    return C.getgid();
  }

  @Override
  public int getegid() {
    return C.getegid();
  }

  @Override
  public int getpgid(int pid) {
    return result(C.getpgid(pid));
  }

  @Override
  public int getsid(int pid) {
    return result(C.getsid(pid));
  }

  @Override
  public int setsid() {
    return result(C.setsid());
  }

  @Override
  public int setpgid(int pid, int pgid) {
    return result(C.setpgid(pid, pgid));
  }

  @Override
  public long times(NativeBuffer buf) {
    long ticks = C.times(buf.address());
    return ticks == -1 ? -Native.getLastError() : ticks;
  }

  @Override
  public long sysconf(int name) {
    return C.sysconf(name);
  }

  @Override
  public long environ() {
    return Pointer.nativeValue(environ.getPointer(0));
  }

  @Override
  public byte[] string(long address) {
    Pointer start = new Pointer(address);
    return start.getByteArray(0, Math.toIntExact(start.indexOf(0, (byte) 0)));
  }

  @Override
  public NativeBuffer memory(long address, int bytes) {
    Pointer pointer = new Pointer(address);
    return new NativeBuffer(pointer.getByteBuffer(0, bytes), address, pointer);
  }

  @Override
  public NativeBuffer permanent(int bytes) {
    return memory(Native.malloc(bytes), bytes);
  }

  private static int result(int returned) {
    return returned >= 0 ? returned : -Native.getLastError();
  }

  /** The C functions. {@code long} stands for pointers and long. */
  private static final class C {
    static {
      Native.register(C.class, Platform.C_LIBRARY_NAME);
    }

    static native int posix_spawnp(
        Pointer pid, byte[] file, Pointer fileActions, Pointer attrp, long argv, long envp);

    static native int posix_spawnattr_init(Pointer attr);

    static native int posix_spawnattr_destroy(Pointer attr);

    static native int posix_spawnattr_setflags(Pointer attr, short flags);

    static native int posix_spawnattr_setpgroup(Pointer attr, int pgroup);

    static native int posix_spawnattr_setsigmask(Pointer attr, Pointer sigmask);

    static native int posix_spawn_file_actions_init(Pointer actions);

    static native int posix_spawn_file_actions_destroy(Pointer actions);

    static native int posix_spawn_file_actions_adddup2(Pointer actions, int fildes, int newfildes);

    static native int posix_spawn_file_actions_addopen(
        Pointer actions, int fildes, byte[] path, int oflag, int mode);

    static native int posix_spawn_file_actions_addclose(Pointer actions, int fildes);

    static native int pthread_sigmask(int how, Pointer set, @Nullable Pointer oldset);

    static native int execve(byte[] pathname, long argv, long envp);

    static native int wait4(int pid, long wstatus, int options, long rusage);

    static native int waitid(int idtype, int id, long infop, int options);

    static native int kill(int pid, int sig);

    static native int sigtimedwait(long set, long info, long timeout);

    static native long mmap(long addr, long length, int prot, int flags, int fd, long offset);

    static native int mprotect(long addr, long len, int prot);

    static native int munmap(long addr, long length);

    static native int alarm(int seconds);

    static native int getpid();

    static native int getppid();

    static native int getuid();

    static native int geteuid();

    static native int getgid();

    static native int getegid();

    static native int getpgid(int pid);

    static native int getsid(int pid);

    static native int setsid();

    static native int setpgid(int pid, int pgid);

    static native long times(long buf);

    static native long sysconf(int name);
  }
}
