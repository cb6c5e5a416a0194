package org.phpipc.sysv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.phpipc.libc.IpcLibc;
import org.phpipc.php.Sysvmsg;
import org.phpipc.php.Sysvsem;
import org.phpipc.php.Sysvshm;
import org.phpipc.testing.KernelObjects;

/** What {@code openOrCreate} reports of objects that were there before. */
class OwnerCheckTest {
  private static final int STRANGER = 65534;

  @RegisterExtension private final KernelObjects kernel = new KernelObjects();

  private final IpcKey key = kernel.freeKey();
  private final Logger logger = Logger.getLogger(OwnerCheck.class.getPackageName());
  private final Reports reports = new Reports();

  private static final class Reports extends Handler {
    private final List<String> texts = new ArrayList<>();

    @Override
    public void publish(LogRecord report) {
      texts.add(report.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    logger.setUseParentHandlers(false);
    logger.addHandler(reports);
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(reports);
    logger.setUseParentHandlers(true);
  }

  @Test
  void whatOneMadeOneselfIsNotReported() {
    MessageQueue.openOrCreate(key);
    MessageQueue.openOrCreate(key);
    SharedVariables.openOrCreate(key).close();
    SharedVariables.openOrCreate(key).close();
    PhpSemaphore.openOrCreate(key).close();
    PhpSemaphore.openOrCreate(key).close();
    assertThat(reports.texts).isEmpty();
  }

  @Test
  void looserModesAreReported() {
    String queue = MessageQueue.create(key, 0666).toString();
    String set = SemaphoreSet.create(key, 3, 0640).toString();
    MessageQueue.openOrCreate(key);
    SharedVariables.create(key, 1000, 0604).close();
    SharedVariables.openOrCreate(key).close();
    SharedSegment segment = SharedSegment.openOrCreate(key, 1000);
    PhpSemaphore.openOrCreate(key).close();
    segment.close();
    assertThat(reports.texts)
        .containsExactly(
            queue + " has mode 0666, which lets in more than mode 0600",
            segment + " has mode 0604, which lets in more than mode 0600",
            segment + " has mode 0604, which lets in more than mode 0600",
            set + " has mode 0640, which lets in more than mode 0600");
  }

  @Test
  void modeThatWasAskedForIsNotReported() {
    MessageQueue.create(key, 0660);
    MessageQueue.openOrCreate(key, 0666);
    assertThat(reports.texts).isEmpty();
  }

  @Test
  void otherOwnerIsReported() {
    MessageQueue queue = MessageQueue.create(key);
    queue.change(attributes -> attributes.withOwner(STRANGER, STRANGER));
    MessageQueue.openOrCreate(key);
    assertThat(reports.texts)
        .containsExactly(
            String.format(
                Locale.ROOT,
                "%s belongs to user %d, not to user %d, who opens it",
                queue,
                STRANGER,
                IpcLibc.get().geteuid()));
  }

  @Test
  void phpsFunctionsReportNothing() {
    MessageQueue.create(key, 0666).change(a -> a.withOwner(STRANGER, STRANGER));
    SharedVariables.create(key, 1000, 0666).close();
    SemaphoreSet.create(key, 3, 0666);
    Sysvmsg.msg_get_queue(key.value(), 0600);
    Sysvshm.shm_attach(key.value(), 1000L, 0600).close();
    Sysvsem.sem_get(key.value(), 1, 0600).close();
    assertThat(reports.texts).isEmpty();
  }
}
