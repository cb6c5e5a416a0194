package org.phpipc.reliable;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.phpipc.reliable.ReliableConsumer.Durability;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.Selection;
import org.phpipc.testing.Background;
import org.phpipc.testing.BlockedCalls;
import org.phpipc.testing.KernelObjects;

class ReliableConsumerTest {
  private static final ReliableConsumer.Handler FAILS =
      message -> {
        throw new IllegalStateException("no " + message.type());
      };

  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  @TempDir private Path folder;
  private final List<Message> handled = new ArrayList<>();
  private MessageQueue queue;

  @BeforeEach
  void makeQueue() {
    queue = kernel.queue();
  }

  @Test
  void messagesAreHandledInTheirOrderAndGone() throws Exception {
    send(1, "a", 2, "", 1, "c");
    try (ReliableConsumer consumer = open(0)) {
      for (int i = 0; i < 3; i++) {
        assertThat(consumer.handleNext(handled::add).isHandled()).isTrue();
      }
    }
    assertThat(handled)
        .extracting(Message::payload)
        .containsExactly(text("a"), text(""), text("c"));
    assertThat(queue.tryReceive()).isEmpty();
  }

  @Test
  void onlyMessagesOfTheTypeAreTaken() throws Exception {
    send(1, "a", 2, "b", 1, "c");
    try (ReliableConsumer consumer = open(2)) {
      consumer.handleNext(handled::add);
    }
    assertThat(handled).containsExactly(new Message(2, text("b")));
    assertThat(queue.status().messages()).isEqualTo(2);
  }

  @Test
  void messageIsInTheJournalWhileItIsHandled() throws Exception {
    send(5, "a");
    try (ReliableConsumer consumer = open(5)) {
      consumer.handleNext(
          message -> assertThat(Files.size(folder.resolve("journal-5"))).isEqualTo(24 + 1));
    }
    assertThat(journal()).isEmpty();
  }

  @Test
  void journalOfAShorterMessageHidesALongerOne() throws Exception {
    send(5, "a long message", 5, "short");
    try (ReliableConsumer consumer = open(5)) {
      consumer.handleNext(handled::add);
      assertThatThrownBy(() -> consumer.handleNext(this::die))
          .isInstanceOf(ThreadDeathOfTest.class);
    }
    assertThat(journal()).contains(new Journal.Entry(new Message(5, text("short")), 1));
  }

  @Test
  void messageIsForItsOwnerAlone() throws Exception {
    send(5, "a");
    Path made = folder.resolve("made");
    try (ReliableConsumer consumer = ReliableConsumer.on(queue, made).type(5).tries(1).open()) {
      Path letter = consumer.handleNext(FAILS).deadLetter();
      assertThat(List.of(letter, made.resolve("journal-5")))
          .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
      assertThat(List.of(made, letter.getParent()))
          .allSatisfy(directory -> assertThat(mode(directory)).isEqualTo("rwx------"));
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private Optional<Journal.Entry> journal() throws IOException {
    try (Journal journal = Journal.open(folder.resolve("journal-5"), false)) {
      return journal.read();
    }
  }

  @Test
  void lessDurableOneLeavesTheMessageInTheJournalToo() throws Exception {
    send(5, "a");
    try (ReliableConsumer consumer =
        ReliableConsumer.on(queue, folder)
            .type(5)
            .tries(3)
            .durability(Durability.PROCESS_END)
            .open()) {
      assertThatThrownBy(() -> consumer.handleNext(this::die))
          .isInstanceOf(ThreadDeathOfTest.class);
    }
    assertThat(journal()).contains(new Journal.Entry(new Message(5, text("a")), 1));
  }

  @Test
  void messageWhoseHandlingWasCutOffIsHandledByTheNextConsumer() throws Exception {
    send(5, "a");
    try (ReliableConsumer consumer = open(5)) {
      assertThatThrownBy(() -> consumer.handleNext(this::die))
          .isInstanceOf(ThreadDeathOfTest.class);
    }
    assertThat(queue.tryReceive()).isEmpty();
    try (ReliableConsumer next = open(5)) {
      assertThat(next.handleNext(handled::add).tries()).isEqualTo(2);
    }
    assertThat(handled).containsExactly(new Message(5, text("a")));
  }

  /** Messages of other types that go meanwhile move those behind them to other places. */
  @Test
  void firstOfItsTypeIsFoundWhileOthersTakeTheirs() throws Exception {
    for (int round = 0; round < 300; round++) {
      for (int i = 0; i < 50; i++) {
        send(1, "other");
      }
      send(2, "a", 2, "b");
      CompletableFuture<Void> others =
          Background.run(
              () -> {
                while (queue.tryReceive(Selection.type(1)).isPresent()) {}
              });
      while (!others.isDone()) {
        assertThat(ReliableConsumer.first(queue, 2)).hasValue(new Message(2, text("a")));
      }
      others.join();
      queue.receive();
      queue.receive();
    }
  }

  /** What a consumer leaves that is killed after it wrote the journal and before it took. */
  @Test
  void messageInJournalAndQueueIsHandledTwice() throws Exception {
    send(5, "a", 5, "b");
    try (Journal journal = Journal.open(folder.resolve("journal-5"), false)) {
      journal.write(new Journal.Entry(new Message(5, text("a")), 1));
    }
    try (ReliableConsumer next = open(5)) {
      assertThat(next.handleNext(handled::add).tries()).isEqualTo(2);
      assertThat(next.handleNext(handled::add).tries()).isEqualTo(1);
      next.handleNext(handled::add);
    }
    assertThat(handled)
        .extracting(Message::payload)
        .containsExactly(text("a"), text("a"), text("b"));
    assertThat(queue.tryReceive()).isEmpty();
  }

  /** What a consumer leaves that is killed while it writes the journal. */
  @Test
  void messageWhoseRecordIsCutOffIsHandledFromTheQueue() throws Exception {
    send(5, "a");
    Path file = folder.resolve("journal-5");
    try (Journal journal = Journal.open(file, false)) {
      journal.write(new Journal.Entry(new Message(5, text("a")), 1));
    }
    byte[] record = Files.readAllBytes(file);
    for (int length = 0; length < record.length; length++) {
      Files.write(file, Arrays.copyOf(record, length));
      assertThat(journal()).as("%d bytes", length).isEmpty();
    }
    try (ReliableConsumer next = open(5)) {
      assertThat(next.handleNext(handled::add).tries()).isEqualTo(1);
    }
    assertThat(handled).containsExactly(new Message(5, text("a")));
    assertThat(queue.tryReceive()).isEmpty();
  }

  @Test
  void messageThatEndsEveryConsumerBecomesADeadLetter() throws Exception {
    send(5, "a");
    for (int i = 0; i < 3; i++) {
      try (ReliableConsumer consumer = open(5)) {
        assertThatThrownBy(() -> consumer.handleNext(this::die))
            .isInstanceOf(ThreadDeathOfTest.class);
      }
    }
    try (ReliableConsumer consumer = open(5)) {
      assertThat(consumer.handleNext(this::die).isHandled()).isFalse();
    }
    assertThat(folder.resolve("dead-letters/type-5-1")).hasBinaryContent(text("a"));
  }

  /** An Error is not the handler's failure: it goes through, as the end of a process would. */
  private static final class ThreadDeathOfTest extends Error {
    private static final long serialVersionUID = 1L;
  }

  private void die(Message message) {
    throw new ThreadDeathOfTest();
  }

  @Test
  void failingHandlerIsTriedAgainAndThenTheMessageIsADeadLetter() throws Exception {
    send(5, "a", 5, "b");
    try (ReliableConsumer consumer = open(5)) {
      ReliableConsumer.Outcome outcome = consumer.handleNext(FAILS);
      assertThat(outcome.tries()).isEqualTo(3);
      assertThat(outcome.failure()).hasMessage("no 5");
      assertThat(outcome.deadLetter()).isEqualTo(folder.resolve("dead-letters/type-5-1"));
      consumer.handleNext(FAILS);
      assertThat(folder.resolve("dead-letters/type-5-2")).hasBinaryContent(text("b"));
    }
    assertThat(journal()).isEmpty();
  }

  /** What a consumer leaves that is killed while it writes a letter. */
  @Test
  void letterThatWasCutOffIsNotTakenForAWholeOne() throws Exception {
    send(5, "a");
    try (ReliableConsumer consumer = open(5)) {
      Path cutOff = Files.createFile(folder.resolve("dead-letters/type-5-1.part"));
      assertThat(consumer.handleNext(FAILS).deadLetter())
          .isEqualTo(folder.resolve("dead-letters/type-5-2"))
          .hasBinaryContent(text("a"));
      assertThat(cutOff).isEmptyFile();
    }
  }

  @Test
  void interruptOfTheHandlerLeavesTheMessageInTheJournal() throws Exception {
    send(5, "a");
    try (ReliableConsumer consumer = open(5)) {
      assertThatThrownBy(
              () ->
                  consumer.handleNext(
                      message -> {
                        throw new InterruptedException();
                      }))
          .isInstanceOf(InterruptedException.class);
      assertThat(consumer.handleNext(handled::add).isHandled()).isTrue();
    }
    assertThat(handled).containsExactly(new Message(5, text("a")));
  }

  @Test
  void consumerWaitsForAMessage() throws Exception {
    try (ReliableConsumer consumer = open(3)) {
      CompletableFuture<ReliableConsumer.Outcome> outcome =
          Background.get(() -> consumer.handleNext(handled::add));
      BlockedCalls.await("msgrcv", queue);
      send(3, "late");
      assertThat(outcome.get().message()).isEqualTo(new Message(3, text("late")));
    }
  }

  @Test
  void journalBelongsToOneConsumer() throws Exception {
    try (ReliableConsumer consumer = open(3)) {
      assertThat(consumer).isNotNull();
      assertThatThrownBy(() -> open(3))
          .isInstanceOf(IOException.class)
          .hasMessageEndingWith("journal-3: another consumer uses this journal");
    }
  }

  @Test
  void recordThatIsNotWholeHoldsNoMessage() throws Exception {
    send(5, "a");
    try (ReliableConsumer consumer = open(5)) {
      assertThatThrownBy(() -> consumer.handleNext(this::die))
          .isInstanceOf(ThreadDeathOfTest.class);
    }
    byte[] record = Files.readAllBytes(folder.resolve("journal-5"));
    for (int i = 0; i < record.length; i++) {
      byte[] damaged = record.clone();
      damaged[i] ^= 1;
      Path path = Files.write(folder.resolve("journal-9"), damaged);
      try (Journal journal = Journal.open(path, false)) {
        assertThat(journal.read()).as("byte %d", i).isEmpty();
      }
    }
  }

  private ReliableConsumer open(long type) throws IOException {
    return ReliableConsumer.on(queue, folder).type(type).tries(3).open();
  }

  private void send(Object... typesAndTexts) throws InterruptedException {
    for (int i = 0; i < typesAndTexts.length; i += 2) {
      queue.send((int) typesAndTexts[i], text((String) typesAndTexts[i + 1]));
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(US_ASCII);
  }
}
