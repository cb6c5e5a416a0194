package org.phpipc.sysv;

/**
 * The calls that an {@link IpcException} can report: a function of C, with the command of a control
 * call. Compare these constants to decide by call; the text is for people.
 */
public enum IpcCall {
  FTOK("ftok"),

  MSGGET("msgget"),
  MSGSND("msgsnd"),
  MSGRCV("msgrcv"),
  MSGRCV_COPY("msgrcv", "MSG_COPY"),
  MSGCTL_STAT("msgctl", "IPC_STAT"),
  MSGCTL_SET("msgctl", "IPC_SET"),
  MSGCTL_RMID("msgctl", "IPC_RMID"),
  MSGCTL_LIMITS("msgctl", "IPC_INFO"),
  MSGCTL_INFO("msgctl", "MSG_INFO"),
  MSGCTL_STAT_ANY("msgctl", "MSG_STAT_ANY"),

  SHMGET("shmget"),
  SHMAT("shmat"),
  SHMCTL_STAT("shmctl", "IPC_STAT"),
  SHMCTL_RMID("shmctl", "IPC_RMID"),
  SHMCTL_LIMITS("shmctl", "IPC_INFO"),
  SHMCTL_INFO("shmctl", "SHM_INFO"),
  SHMCTL_STAT_ANY("shmctl", "SHM_STAT_ANY"),

  SEMGET("semget"),
  SEMOP("semop"),
  SEMCTL_STAT("semctl", "IPC_STAT"),
  SEMCTL_RMID("semctl", "IPC_RMID"),
  SEMCTL_LIMITS("semctl", "IPC_INFO"),
  SEMCTL_INFO("semctl", "SEM_INFO"),
  SEMCTL_STAT_ANY("semctl", "SEM_STAT_ANY"),
  SEMCTL_GETVAL("semctl", "GETVAL"),
  SEMCTL_SETVAL("semctl", "SETVAL"),
  SEMCTL_GETNCNT("semctl", "GETNCNT"),
  SEMCTL_GETZCNT("semctl", "GETZCNT"),
  SEMCTL_GETPID("semctl", "GETPID"),

  /** {@link SharedVariables#put}: no call of the kernel, but it runs out of space as one does. */
  PUT("put");

  private final String function;
  private final String label;

  IpcCall(String function) {
    this.function = function;
    this.label = function;
  }

  IpcCall(String function, String command) {
    this.function = function;
    this.label = function + "(" + command + ")";
  }

  /** The function without its command, such as {@code msgctl}. */
  public String function() {
    return function;
  }

  /** The function with its command, such as {@code msgctl(IPC_STAT)}: the start of a message. */
  @Override
  public String toString() {
    return label;
  }
}
