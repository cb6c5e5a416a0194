package org.phpipc.swoole.layout;

/**
 * The numbers of the events in a generation: {@code enum swEvent_type}, {@code ServerEventType}.
 *
 * @param alsoRun another number that the task workers of the generation run as a task; {@code task}
 *     if there is none
 */
public record EventNumbers(int task, int finish, int pipeMessage, int alsoRun) {

  /** Numbers of a generation whose task workers run nothing but its own tasks. */
  public EventNumbers(int task, int finish, int pipeMessage) {
    this(task, finish, pipeMessage, task);
  }

  /** These numbers for task workers that run events with {@code number} too. */
  public EventNumbers running(int number) {
    return new EventNumbers(task, finish, pipeMessage, number);
  }

  /** Whether task workers run an event with this number as a task. */
  public boolean runs(int number) {
    return number == task || number == alsoRun;
  }
}
