package org.phpipc.swoole;

import java.util.Arrays;
import java.util.Optional;

/**
 * The numbers of the events in a generation: {@code enum swEvent_type}, {@code ServerEventType}.
 */
record EventNumbers(int task, int finish, int pipeMessage) {

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
