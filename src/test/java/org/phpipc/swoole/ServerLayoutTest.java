package org.phpipc.swoole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which message type a task worker reads. */
class ServerLayoutTest {

  @Test
  void taskWorkersOwnTheTypesBehindTheWorkers() {
    ServerLayout server = ServerLayout.msgqueue(3, 2);
    assertThat(server.type(0)).isEqualTo(4);
    assertThat(server.type(1)).isEqualTo(5);
  }

  @Test
  void onlyTheFirstTypeIsUsedInModeThree() {
    ServerLayout server = ServerLayout.preemptive(3, 2);
    assertThat(server.type(0)).isEqualTo(4);
    assertThatThrownBy(() -> server.type(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("task worker 1 cannot be chosen in mode 3");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2})
  void taskWorkerThatIsNotThereIsRefused(int taskWorker) {
    assertThatThrownBy(() -> ServerLayout.msgqueue(3, 2).type(taskWorker))
        .hasMessage("task worker " + taskWorker + " is not in 0..1");
  }

  @Test
  void typeOfAWorkerIsItsIdAndOne() {
    assertThat(ServerLayout.worker(0).type(0)).isEqualTo(1);
    assertThat(ServerLayout.worker(65534).type(0)).isEqualTo(65535);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65535})
  void workerIdOutsideItsRangeIsRefused(int id) {
    assertThatThrownBy(() -> ServerLayout.worker(id))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("worker id " + id + " is not in 0..65534");
  }

  @Test
  void moreWorkersThanIdsAreRefused() {
    assertThat(ServerLayout.msgqueue(65000, 535).type(534)).isEqualTo(65535);
    assertThatThrownBy(() -> ServerLayout.msgqueue(65000, 536)).hasMessageContaining("0..65534");
    assertThatThrownBy(() -> ServerLayout.msgqueue(1, 0)).hasMessageContaining("at least 1");
  }
}
