package org.phpipc.sysv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.phpipc.testing.Background;
import org.phpipc.testing.KernelObjects;

class SharedVariablesTest {
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  private IpcKey key;
  private SharedVariables variables;

  @BeforeEach
  void makeVariables() {
    key = kernel.freeKey();
    variables = SharedVariables.openOrCreate(key);
  }

  @AfterEach
  void detach() {
    variables.close();
  }

  @Test
  void variablesAreSeenByEveryAttachment() {
    variables.put(7, bytes("seven"));
    variables.put(-1, bytes("minus one"));
    try (SharedVariables other = SharedVariables.openReadOnly(key)) {
      assertThat(other.get(7)).contains(bytes("seven"));
      assertThat(other.keys()).containsExactly(7L, -1L);
      assertThat(other.contains(8)).isFalse();
      assertThat(variables.delete(7)).isTrue();
      assertThat(other.get(7)).isEmpty();
    }
    assertThat(variables.delete(7)).isFalse();
  }

  @Test
  void newSegmentHasPhpsSize() {
    assertThat(variables.status().bytes()).isEqualTo(10_000);
    assertThat(variables.freeBytes()).isEqualTo(9_960);
    variables.put(1, new byte[9]);
    assertThat(variables.freeBytes()).isEqualTo(9_960 - SharedVariables.bytesFor(9));
  }

  @Test
  void openNeedsASegmentAndCreateNone() {
    IpcKey free = kernel.freeKey();
    assertThatThrownBy(() -> SharedVariables.open(free)).isInstanceOf(IpcMissingException.class);
    assertThatThrownBy(() -> SharedVariables.create(key, 100, 0600))
        .isInstanceOf(IpcExistsException.class);
    assertThatThrownBy(() -> SharedVariables.create(free, 39, 0600))
        .isInstanceOf(IllegalArgumentException.class);
    SharedVariables.create(free, 40, 0600).close();
    SharedVariables.open(free).close();
  }

  /** Who opens it holds no semaphore, as little as in PHP. */
  @Test
  void opensWhileAnotherProcessIsBetweenTwoOfItsStores() {
    IpcKey shared = kernel.freeKey();
    SharedVariables writer = SharedVariables.create(shared, 1000, 0600);
    writer.put(1, bytes("x"));
    SharedSegment segment = SharedSegment.open(shared);
    byte[] free = segment.read(24, 8);
    segment.write(24, new byte[8]);
    SharedVariables opened = SharedVariables.open(shared);
    SharedVariables attached = SharedVariables.overwriting(shared, 1000, 0600);
    assertThatThrownBy(() -> opened.get(1)).isInstanceOf(VariableTableException.class);
    segment.write(24, free);
    assertThat(opened.get(1)).contains(bytes("x"));
    assertThat(attached.get(1)).contains(bytes("x"));
  }

  @Test
  void foreignSegmentIsRefusedByNameAndKept() {
    IpcKey foreign = kernel.freeKey();
    SharedSegment segment = kernel.owned(SharedSegment.create(foreign, 100));
    segment.write(0, bytes("GIF89a.."));
    assertThatThrownBy(() -> SharedVariables.open(foreign))
        .isInstanceOf(VariableTableException.class)
        .hasMessageContaining("is not PHP's: it begins with \"GIF89a.\"");
    assertThatThrownBy(() -> SharedVariables.openOrCreate(foreign))
        .isInstanceOf(VariableTableException.class);
    assertThat(segment.status().attachments()).isEqualTo(1);
    assertThat(segment.read(0, 8)).isEqualTo(bytes("GIF89a.."));
    SharedVariables.overwriting(foreign, 100, 0600).close();
    assertThat(segment.read(0, 8)).isEqualTo(bytes("PHP_SM\0."));
  }

  @Test
  void segmentThatNobodyHasWrittenToIsTaken() {
    IpcKey blank = kernel.freeKey();
    kernel.owned(SharedSegment.create(blank, 100));
    try (SharedVariables taken = SharedVariables.openOrCreate(blank, 10_000, 0600)) {
      assertThat(taken.freeBytes()).isEqualTo(60);
    }
  }

  @Test
  void valueThatDoesNotFitLeavesTheOldOne() {
    variables.put(1, bytes("old"));
    assertThatThrownBy(() -> variables.put(1, new byte[10_000]))
        .isInstanceOf(IpcFullException.class)
        .hasMessageContaining("variable 1 needs 10032 bytes, and 9920 are free");
    assertThat(variables.get(1)).contains(bytes("old"));
  }

  @Test
  void readOnlyVariablesRefuseWriting() {
    try (SharedVariables view = SharedVariables.openReadOnly(key)) {
      assertThatThrownBy(() -> view.put(1, bytes("x")))
          .hasMessageEndingWith("is attached for reading only");
      assertThatThrownBy(() -> view.delete(1)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void detachAndRemoveInEitherOrder() {
    variables.remove();
    variables.put(1, bytes("still"));
    assertThat(variables.get(1)).contains(bytes("still"));
    variables.close();
    assertThatThrownBy(() -> variables.get(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("is detached");
    SharedVariables other = SharedVariables.openOrCreate(kernel.freeKey());
    other.close();
    other.remove();
    assertThat(SharedSegment.exists(other.key())).isFalse();
  }

  @Test
  void updatesUnderASemaphoreAreNotLost() throws InterruptedException {
    PhpSemaphore semaphore = PhpSemaphore.openOrCreate(key);
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(Background.run(() -> increment(semaphore)));
    }
    threads.forEach(CompletableFuture::join);
    assertThat(variables.get(1)).contains(bytes("2000"));
    assertThat(semaphore.free()).isEqualTo(1);
    assertThat(variables.update(1, semaphore, old -> Optional.empty())).isEmpty();
    assertThat(variables.contains(1)).isFalse();
  }

  private void increment(PhpSemaphore semaphore) throws InterruptedException {
    try (SharedVariables mine = SharedVariables.open(key)) {
      for (int i = 0; i < 500; i++) {
        mine.update(1, semaphore, old -> Optional.of(bytes(Integer.toString(next(old)))));
      }
    }
  }

  private static int next(Optional<byte[]> old) {
    return old.map(value -> Integer.parseInt(new String(value, UTF_8)) + 1).orElse(1);
  }

  @Test
  void failedUpdateGivesTheSemaphoreBackAndKeepsTheValue() {
    PhpSemaphore semaphore = PhpSemaphore.openOrCreate(key);
    variables.put(1, bytes("old"));
    assertThatThrownBy(() -> variables.update(1, semaphore, old -> Optional.of(new byte[20_000])))
        .isInstanceOf(IpcFullException.class);
    assertThat(variables.get(1)).contains(bytes("old"));
    assertThat(semaphore.free()).isEqualTo(1);
  }

  @Test
  void mapIsAViewOfTheSegment() {
    Map<Long, byte[]> map = variables.asMap();
    assertThat(map).isEmpty();
    assertThat(map.put(1L, bytes("one"))).isNull();
    assertThat(map.put(2L, bytes("two"))).isNull();
    assertThat(map.put(1L, bytes("uno"))).isEqualTo(bytes("one"));
    assertThat(variables.keys()).containsExactly(2L, 1L);
    assertThat(map.keySet()).containsExactly(2L, 1L);
    assertThat(map.get(1L)).isEqualTo(bytes("uno"));
    assertThat(map.containsKey(2L)).isTrue();
    variables.put(3, bytes("three"));
    assertThat(map).hasSize(3);
    map.entrySet().iterator().next().setValue(bytes("dos"));
    assertThat(variables.get(2)).contains(bytes("dos"));
    map.keySet().removeIf(variable -> variable != 3);
    assertThat(variables.keys()).containsExactly(3L);
    assertThat(map.remove(3L)).isEqualTo(bytes("three"));
    assertThat(map.remove(3L)).isNull();
    map.put(4L, bytes("four"));
    map.clear();
    assertThat(variables.keys()).isEmpty();
  }

  @Test
  void typedMapShowsValuesForBytes() {
    Map<Long, String> map =
        variables.asMap(bytes -> new String(bytes, UTF_8), SharedVariablesTest::bytes);
    map.put(7L, "seven");
    variables.put(8, bytes("eight"));
    assertThat(map).isEqualTo(Map.of(7L, "seven", 8L, "eight"));
    map.replaceAll((key, value) -> value + key);
    assertThat(variables.get(7)).contains(bytes("seven7"));
    assertThat(map.merge(9L, "nine", String::concat)).isEqualTo("nine");
    assertThat(map.remove(8L)).isEqualTo("eight8");
    assertThat(variables.keys()).containsExactly(7L, 9L);
  }

  @Test
  void detachWhileOthersReadAndWriteIsSafe() throws Exception {
    CountDownLatch working = new CountDownLatch(4);
    List<CompletableFuture<String>> ends = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int mine = i;
      ends.add(Background.get(() -> useUntilDetached(mine, working)));
    }
    working.await();
    variables.close();
    assertThat(ends).allSatisfy(end -> assertThat(end.join()).endsWith("is detached"));
  }

  private String useUntilDetached(int variable, CountDownLatch working) {
    try {
      while (true) {
        variables.put(variable, new byte[1_000]);
        variables.get(variable);
        working.countDown();
      }
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void openedByItsIdItIsTheSame() {
    variables.put(1, bytes("one"));
    try (SharedVariables same = SharedVariables.ofId(variables.id());
        SharedVariables readOnly = SharedVariables.ofIdReadOnly(variables.id())) {
      assertThat(same.key()).isEqualTo(key);
      same.put(2, bytes("two"));
      assertThat(readOnly.toMap().keySet()).containsExactly(1L, 2L);
      assertThatThrownBy(() -> readOnly.delete(1)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void threadsMayShareAnObject() {
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int mine = i;
      threads.add(Background.run(() -> putAndGet(mine)));
    }
    threads.forEach(CompletableFuture::join);
    assertThat(variables.keys()).containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
  }

  private void putAndGet(int variable) {
    for (int i = 0; i < 1_000; i++) {
      byte[] value = new byte[variable * 50 + i % 50];
      variables.put(variable, value);
      assertThat(variables.get(variable)).contains(value);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
