package org.phpipc.swoole;

import java.util.Arrays;
import java.util.Optional;

/**
 * The numbers of the events in a generation: {@code enum swEvent_type}, {@code ServerEventType}.
 *
 * @param alsoRun another number that its task workers run as a task; that of TASK where there is
 *     none
 */
record EventNumbers(int task, int finish, int pipeMessage, int alsoRun) {

  EventNumbers(int task, int finish, int pipeMessage) {
    this(task, finish, pipeMessage, task);
  }

  /** The same where task workers also run what has this number. */
  EventNumbers running(int number) {
    return new EventNumbers(task, finish, pipeMessage, number);
  }

  /** Whether task workers run what has this number as a task. */
  boolean runs(int number) {
    return number == task || number == alsoRun;
  }

  int of(TaskEvent event) {
    return switch (event) {
      case TASK -> task;
      case FINISH -> finish;
      case PIPE_MESSAGE -> pipeMessage;
    };
  }

  Optional<TaskEvent> event(int number) {
    return number == task
        ? Optional.of(TaskEvent.TASK)
        : Arrays.stream(TaskEvent.values()).filter(event -> of(event) == number).findFirst();
  }
}
