package org.phpipc.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phpipc.libc.abi.FileFlags;
import org.phpipc.libc.abi.IpcFlags;
import org.phpipc.libc.abi.IpcPerm;
import org.phpipc.libc.abi.MsgBuf;
import org.phpipc.libc.abi.Msginfo;
import org.phpipc.libc.abi.MsqidDs;
import org.phpipc.libc.abi.Pollfd;
import org.phpipc.libc.abi.ProcessFlags;
import org.phpipc.libc.abi.Rusage;
import org.phpipc.libc.abi.Sembuf;
import org.phpipc.libc.abi.SemidDs;
import org.phpipc.libc.abi.Seminfo;
import org.phpipc.libc.abi.ShmidDs;
import org.phpipc.libc.abi.Shminfo;
import org.phpipc.libc.abi.Sigaction;
import org.phpipc.libc.abi.Statx;
import org.phpipc.libc.abi.SyscallNumber;
import org.phpipc.libc.abi.Timespec;
import org.phpipc.libc.abi.Tms;

/** Asks the C compiler of this machine whether every number of the port is right. */
class AbiTest {

  @Test
  void everyNumberIsTheOneOfTheCHeaders(@TempDir Path folder) throws Exception {
    assumeTrue(hasCompiler(), "no C compiler (cc) here: the layouts cannot be compared");
    Map<String, Long> expected = numbers();
    assertThat(compiled(folder, expected)).isEqualTo(expected);
  }

  /** C expression, and what the port believes it to be. */
  private static Map<String, Long> numbers() {
    Map<String, Long> numbers = new LinkedHashMap<>();
    field(numbers, "struct msgbuf, mtype", MsgBuf.MTYPE_OFFSET);
    field(numbers, "struct msgbuf, mtext", MsgBuf.MTEXT_OFFSET);
    field(numbers, "struct ipc_perm, __key", IpcPerm.KEY_OFFSET);
    field(numbers, "struct ipc_perm, uid", IpcPerm.UID_OFFSET);
    field(numbers, "struct ipc_perm, gid", IpcPerm.GID_OFFSET);
    field(numbers, "struct ipc_perm, cuid", IpcPerm.CUID_OFFSET);
    field(numbers, "struct ipc_perm, cgid", IpcPerm.CGID_OFFSET);
    field(numbers, "struct ipc_perm, mode", IpcPerm.MODE_OFFSET);
    numbers.put("sizeof(struct ipc_perm)", (long) IpcPerm.SIZE);
    field(numbers, "struct msqid_ds, msg_perm", 0);
    field(numbers, "struct msqid_ds, msg_stime", MsqidDs.STIME_OFFSET);
    field(numbers, "struct msqid_ds, msg_rtime", MsqidDs.RTIME_OFFSET);
    field(numbers, "struct msqid_ds, msg_ctime", MsqidDs.CTIME_OFFSET);
    field(numbers, "struct msqid_ds, msg_cbytes", MsqidDs.CBYTES_OFFSET);
    field(numbers, "struct msqid_ds, msg_qnum", MsqidDs.QNUM_OFFSET);
    field(numbers, "struct msqid_ds, msg_qbytes", MsqidDs.QBYTES_OFFSET);
    field(numbers, "struct msqid_ds, msg_lspid", MsqidDs.LSPID_OFFSET);
    field(numbers, "struct msqid_ds, msg_lrpid", MsqidDs.LRPID_OFFSET);
    numbers.put("sizeof(struct msqid_ds)", (long) MsqidDs.SIZE);
    field(numbers, "struct msginfo, msgmax", Msginfo.MSGMAX_OFFSET);
    field(numbers, "struct msginfo, msgmnb", Msginfo.MSGMNB_OFFSET);
    field(numbers, "struct msginfo, msgmni", Msginfo.MSGMNI_OFFSET);
    numbers.put("sizeof(struct msginfo)", (long) Msginfo.SIZE);
    field(numbers, "struct shmid_ds, shm_perm", 0);
    field(numbers, "struct shmid_ds, shm_segsz", ShmidDs.SEGSZ_OFFSET);
    field(numbers, "struct shmid_ds, shm_atime", ShmidDs.ATIME_OFFSET);
    field(numbers, "struct shmid_ds, shm_dtime", ShmidDs.DTIME_OFFSET);
    field(numbers, "struct shmid_ds, shm_ctime", ShmidDs.CTIME_OFFSET);
    field(numbers, "struct shmid_ds, shm_cpid", ShmidDs.CPID_OFFSET);
    field(numbers, "struct shmid_ds, shm_lpid", ShmidDs.LPID_OFFSET);
    field(numbers, "struct shmid_ds, shm_nattch", ShmidDs.NATTCH_OFFSET);
    numbers.put("sizeof(struct shmid_ds)", (long) ShmidDs.SIZE);
    field(numbers, "struct shminfo, shmmax", Shminfo.SHMMAX_OFFSET);
    field(numbers, "struct shminfo, shmmni", Shminfo.SHMMNI_OFFSET);
    field(numbers, "struct shminfo, shmall", Shminfo.SHMALL_OFFSET);
    numbers.put("sizeof(struct shminfo)", (long) Shminfo.SIZE);
    field(numbers, "struct sembuf, sem_flg", Sembuf.FLG_OFFSET);
    numbers.put("sizeof(struct sembuf)", (long) Sembuf.SIZE);
    field(numbers, "struct timespec, tv_sec", Timespec.SEC_OFFSET);
    field(numbers, "struct timespec, tv_nsec", Timespec.NSEC_OFFSET);
    numbers.put("sizeof(struct timespec)", (long) Timespec.SIZE);
    field(numbers, "struct semid_ds, sem_otime", SemidDs.OTIME_OFFSET);
    field(numbers, "struct semid_ds, sem_ctime", SemidDs.CTIME_OFFSET);
    field(numbers, "struct semid_ds, sem_nsems", SemidDs.NSEMS_OFFSET);
    numbers.put("sizeof(struct semid_ds)", (long) SemidDs.SIZE);
    field(numbers, "struct seminfo, semmni", Seminfo.SEMMNI_OFFSET);
    field(numbers, "struct seminfo, semmns", Seminfo.SEMMNS_OFFSET);
    field(numbers, "struct seminfo, semmsl", Seminfo.SEMMSL_OFFSET);
    field(numbers, "struct seminfo, semopm", Seminfo.SEMOPM_OFFSET);
    field(numbers, "struct seminfo, semvmx", Seminfo.SEMVMX_OFFSET);
    numbers.put("sizeof(struct seminfo)", (long) Seminfo.SIZE);
    field(numbers, "struct statx, stx_ino", Statx.INO_OFFSET);
    field(numbers, "struct statx, stx_dev_major", Statx.DEV_MAJOR_OFFSET);
    field(numbers, "struct statx, stx_dev_minor", Statx.DEV_MINOR_OFFSET);
    numbers.put("sizeof(struct statx)", (long) Statx.SIZE);
    numbers.put("STATX_SIZE", (long) Statx.STATX_SIZE);
    numbers.put("offsetof(struct statx, stx_size)", (long) Statx.SIZE_OFFSET);
    numbers.put("STATX_INO", (long) Statx.STATX_INO);
    field(numbers, "struct sigaction, sa_handler", Sigaction.HANDLER_OFFSET);
    field(numbers, "struct sigaction, sa_mask", Sigaction.MASK_OFFSET);
    field(numbers, "struct sigaction, sa_flags", Sigaction.FLAGS_OFFSET);
    numbers.put("sizeof(struct sigaction)", (long) Sigaction.SIZE);
    numbers.put("sizeof(sigset_t)", (long) Sigaction.SIGSET_SIZE);
    numbers.put("(long) SIG_DFL", Sigaction.SIG_DFL);
    numbers.put("(long) SIG_IGN", Sigaction.SIG_IGN);
    numbers.put("SA_RESTART", (long) Sigaction.SA_RESTART);
    numbers.put("SA_ONSTACK", (long) Sigaction.SA_ONSTACK);
    numbers.put("SIG_UNBLOCK", (long) Sigaction.SIG_UNBLOCK);
    numbers.put("SYS_semop", SyscallNumber.SEMOP);
    numbers.put("SYS_semtimedop", SyscallNumber.SEMTIMEDOP);
    numbers.put("SYS_msgsnd", SyscallNumber.MSGSND);
    numbers.put("SYS_msgrcv", SyscallNumber.MSGRCV);
    numbers.put("SYS_geteuid", SyscallNumber.GETEUID);
    numbers.put("SYS_gettid", SyscallNumber.GETTID);
    numbers.put("SYS_tgkill", SyscallNumber.TGKILL);
    numbers.put("IPC_PRIVATE", (long) IpcFlags.IPC_PRIVATE);
    numbers.put("IPC_CREAT", (long) IpcFlags.IPC_CREAT);
    numbers.put("IPC_EXCL", (long) IpcFlags.IPC_EXCL);
    numbers.put("IPC_NOWAIT", (long) IpcFlags.IPC_NOWAIT);
    numbers.put("IPC_RMID", (long) IpcFlags.IPC_RMID);
    numbers.put("IPC_SET", (long) IpcFlags.IPC_SET);
    numbers.put("IPC_STAT", (long) IpcFlags.IPC_STAT);
    numbers.put("IPC_INFO", (long) IpcFlags.IPC_INFO);
    numbers.put("MSG_NOERROR", (long) IpcFlags.MSG_NOERROR);
    numbers.put("MSG_EXCEPT", (long) IpcFlags.MSG_EXCEPT);
    numbers.put("MSG_COPY", (long) IpcFlags.MSG_COPY);
    numbers.put("MSG_INFO", (long) IpcFlags.MSG_INFO);
    numbers.put("MSG_STAT_ANY", (long) IpcFlags.MSG_STAT_ANY);
    numbers.put("SHM_RDONLY", (long) IpcFlags.SHM_RDONLY);
    numbers.put("SHM_DEST", (long) IpcFlags.SHM_DEST);
    numbers.put("SHM_INFO", (long) IpcFlags.SHM_INFO);
    numbers.put("SHM_STAT_ANY", (long) IpcFlags.SHM_STAT_ANY);
    numbers.put("SEM_UNDO", (long) IpcFlags.SEM_UNDO);
    numbers.put("GETPID", (long) IpcFlags.GETPID);
    numbers.put("GETVAL", (long) IpcFlags.GETVAL);
    numbers.put("GETNCNT", (long) IpcFlags.GETNCNT);
    numbers.put("GETZCNT", (long) IpcFlags.GETZCNT);
    numbers.put("SETVAL", (long) IpcFlags.SETVAL);
    numbers.put("SEM_INFO", (long) IpcFlags.SEM_INFO);
    numbers.put("SEM_STAT_ANY", (long) IpcFlags.SEM_STAT_ANY);
    numbers.put("AT_FDCWD", (long) FileFlags.AT_FDCWD);
    files(numbers);
    processes(numbers);
    return numbers;
  }

  private static void files(Map<String, Long> numbers) {
    field(numbers, "struct statx, stx_mode", Statx.MODE_OFFSET);
    numbers.put("STATX_TYPE", (long) Statx.STATX_TYPE);
    field(numbers, "struct pollfd, events", Pollfd.EVENTS_OFFSET);
    field(numbers, "struct pollfd, revents", Pollfd.REVENTS_OFFSET);
    numbers.put("sizeof(struct pollfd)", (long) Pollfd.SIZE);
    numbers.put("O_RDONLY", (long) FileFlags.O_RDONLY);
    numbers.put("O_WRONLY", (long) FileFlags.O_WRONLY);
    numbers.put("O_RDWR", (long) FileFlags.O_RDWR);
    numbers.put("O_CREAT", (long) FileFlags.O_CREAT);
    numbers.put("O_EXCL", (long) FileFlags.O_EXCL);
    numbers.put("O_TRUNC", (long) FileFlags.O_TRUNC);
    numbers.put("O_APPEND", (long) FileFlags.O_APPEND);
    numbers.put("O_NONBLOCK", (long) FileFlags.O_NONBLOCK);
    numbers.put("O_CLOEXEC", (long) FileFlags.O_CLOEXEC);
    numbers.put("F_GETFD", (long) FileFlags.F_GETFD);
    numbers.put("F_GETFL", (long) FileFlags.F_GETFL);
    numbers.put("F_SETFL", (long) FileFlags.F_SETFL);
    numbers.put("F_DUPFD_CLOEXEC", (long) FileFlags.F_DUPFD_CLOEXEC);
    numbers.put("FD_CLOEXEC", (long) FileFlags.FD_CLOEXEC);
    numbers.put("AT_EMPTY_PATH", (long) FileFlags.AT_EMPTY_PATH);
    numbers.put("S_IFMT", (long) FileFlags.S_IFMT);
    numbers.put("S_IFIFO", (long) FileFlags.S_IFIFO);
    numbers.put("S_IFREG", (long) FileFlags.S_IFREG);
    numbers.put("SEEK_SET", (long) FileFlags.SEEK_SET);
    numbers.put("SEEK_END", (long) FileFlags.SEEK_END);
    numbers.put("POLLIN", (long) FileFlags.POLLIN);
    numbers.put("POLLPRI", (long) FileFlags.POLLPRI);
    numbers.put("POLLNVAL", (long) FileFlags.POLLNVAL);
    numbers.put("LOCK_EX", (long) FileFlags.LOCK_EX);
    numbers.put("_SC_OPEN_MAX", (long) ProcessFlags.SC_OPEN_MAX);
    numbers.put("POLLOUT", (long) FileFlags.POLLOUT);
    numbers.put("POLLERR", (long) FileFlags.POLLERR);
    numbers.put("POLLHUP", (long) FileFlags.POLLHUP);
    numbers.put("PIPE_BUF", (long) FileFlags.PIPE_BUF);
    numbers.put("EFD_CLOEXEC", (long) FileFlags.EFD_CLOEXEC);
    numbers.put("EFD_NONBLOCK", (long) FileFlags.EFD_NONBLOCK);
    numbers.put("MFD_CLOEXEC", (long) FileFlags.MFD_CLOEXEC);
  }

  private static void processes(Map<String, Long> numbers) {
    field(numbers, "struct rusage, ru_utime", Rusage.UTIME_OFFSET);
    field(numbers, "struct rusage, ru_stime", Rusage.STIME_OFFSET);
    field(numbers, "struct rusage, ru_maxrss", Rusage.MAXRSS_OFFSET);
    field(numbers, "struct rusage, ru_ixrss", Rusage.IXRSS_OFFSET);
    field(numbers, "struct rusage, ru_idrss", Rusage.IDRSS_OFFSET);
    field(numbers, "struct rusage, ru_isrss", Rusage.ISRSS_OFFSET);
    field(numbers, "struct rusage, ru_minflt", Rusage.MINFLT_OFFSET);
    field(numbers, "struct rusage, ru_majflt", Rusage.MAJFLT_OFFSET);
    field(numbers, "struct rusage, ru_nswap", Rusage.NSWAP_OFFSET);
    field(numbers, "struct rusage, ru_inblock", Rusage.INBLOCK_OFFSET);
    field(numbers, "struct rusage, ru_oublock", Rusage.OUBLOCK_OFFSET);
    field(numbers, "struct rusage, ru_msgsnd", Rusage.MSGSND_OFFSET);
    field(numbers, "struct rusage, ru_msgrcv", Rusage.MSGRCV_OFFSET);
    field(numbers, "struct rusage, ru_nsignals", Rusage.NSIGNALS_OFFSET);
    field(numbers, "struct rusage, ru_nvcsw", Rusage.NVCSW_OFFSET);
    field(numbers, "struct rusage, ru_nivcsw", Rusage.NIVCSW_OFFSET);
    numbers.put("sizeof(struct rusage)", (long) Rusage.SIZE);
    field(numbers, "struct tms, tms_utime", Tms.UTIME_OFFSET);
    field(numbers, "struct tms, tms_stime", Tms.STIME_OFFSET);
    field(numbers, "struct tms, tms_cutime", Tms.CUTIME_OFFSET);
    field(numbers, "struct tms, tms_cstime", Tms.CSTIME_OFFSET);
    numbers.put("sizeof(struct tms)", (long) Tms.SIZE);
    numbers.put("WNOHANG", (long) ProcessFlags.WNOHANG);
    numbers.put("WUNTRACED", (long) ProcessFlags.WUNTRACED);
    numbers.put("WEXITED", (long) ProcessFlags.WEXITED);
    numbers.put("WCONTINUED", (long) ProcessFlags.WCONTINUED);
    numbers.put("WNOWAIT", (long) ProcessFlags.WNOWAIT);
    numbers.put("P_ALL", (long) ProcessFlags.P_ALL);
    numbers.put("P_PID", (long) ProcessFlags.P_PID);
    numbers.put("P_PGID", (long) ProcessFlags.P_PGID);
    numbers.put("POSIX_SPAWN_SETPGROUP", (long) ProcessFlags.POSIX_SPAWN_SETPGROUP);
    numbers.put("POSIX_SPAWN_SETSIGMASK", (long) ProcessFlags.POSIX_SPAWN_SETSIGMASK);
    numbers.put("POSIX_SPAWN_SETSID", (long) ProcessFlags.POSIX_SPAWN_SETSID);
    numbers.put("SIG_SETMASK", (long) ProcessFlags.SIG_SETMASK);
    numbers.put("PROT_READ", (long) ProcessFlags.PROT_READ);
    numbers.put("PROT_WRITE", (long) ProcessFlags.PROT_WRITE);
    numbers.put("PROT_EXEC", (long) ProcessFlags.PROT_EXEC);
    numbers.put("MAP_PRIVATE", (long) ProcessFlags.MAP_PRIVATE);
    numbers.put("MAP_ANONYMOUS", (long) ProcessFlags.MAP_ANONYMOUS);
    numbers.put("_SC_CLK_TCK", (long) ProcessFlags.SC_CLK_TCK);
    numbers.put("sizeof(siginfo_t)", (long) ProcessFlags.SIGINFO_SIZE);
    numbers.put("sizeof(sigset_t)", (long) ProcessFlags.SIGSET_SIZE);
    numbers.put("sizeof(posix_spawnattr_t)", (long) ProcessFlags.SPAWNATTR_SIZE);
    numbers.put("sizeof(posix_spawn_file_actions_t)", (long) ProcessFlags.FILE_ACTIONS_SIZE);
  }

  private static void field(Map<String, Long> numbers, String field, int offset) {
    numbers.put("offsetof(" + field + ")", (long) offset);
  }

  private static Map<String, Long> compiled(Path folder, Map<String, Long> numbers)
      throws Exception {
    StringBuilder program =
        new StringBuilder(
            """
            #define _GNU_SOURCE
            #include <fcntl.h>
            #include <signal.h>
            #include <limits.h>
            #include <poll.h>
            #include <signal.h>
            #include <spawn.h>
            #include <stddef.h>
            #include <stdio.h>
            #include <sys/eventfd.h>
            #include <sys/ipc.h>
            #include <sys/mman.h>
            #include <sys/msg.h>
            #include <sys/resource.h>
            #include <sys/sem.h>
            #include <sys/shm.h>
            #include <sys/stat.h>
            #include <sys/syscall.h>
            #include <sys/times.h>
            #include <sys/wait.h>
            #include <time.h>
            #include <unistd.h>
            int main(void) {
            """);
    for (String expression : numbers.keySet()) {
      program.append("printf(\"%ld\\n\", (long) ").append(expression).append(");\n");
    }
    program.append("return 0;\n}\n");
    Path source = Files.writeString(folder.resolve("abi.c"), program);
    Path binary = folder.resolve("abi");
    run(folder, "cc", "-o", binary.toString(), source.toString());
    String[] lines = run(folder, binary.toString()).split("\n");
    Map<String, Long> answers = new LinkedHashMap<>();
    for (String expression : numbers.keySet()) {
      answers.put(expression, Long.parseLong(lines[answers.size()]));
    }
    return answers;
  }

  private static boolean hasCompiler() throws InterruptedException {
    try {
      return new ProcessBuilder("cc", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static String run(Path folder, String... command) throws Exception {
    Path log = folder.resolve("out.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    int exit = process.waitFor();
    String output = Files.readString(log);
    assertThat(exit).describedAs(output).isZero();
    return output;
  }
}
