package org.phpipc.compat.jar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.phpipc.process.Signal;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.Selection;
import org.phpipc.sysv.SemaphoreSet;
import org.phpipc.sysv.SharedSegment;
import org.phpipc.testing.Php;
import org.phpipc.testkit.IpcExtension;
import org.phpipc.testkit.PhpScript;

/** The test kit, as a user's project uses it. */
class TestkitIT {
  /** Not asked anything: it says whether there is a PHP. */
  @RegisterExtension private static final Php php = new Php();

  @RegisterExtension private final IpcExtension ipc = new IpcExtension();
  @TempDir private Path folder;

  @Test
  void scriptRunsBesideTheTest() throws Exception {
    Path script = folder.resolve("worker.php");
    Files.writeString(
        script,
        "<?php $q = msg_get_queue((int) $argv[1]); msg_send($q, 1, 'ready', false);"
            + " msg_receive($q, 2, $t, 100, $word, false); echo strrev($word);");
    IpcKey key = ipc.freeKey();
    MessageQueue queue = MessageQueue.create(key);
    PhpScript worker = ipc.script(script, "" + key.value());
    assertThat(queue.receive(Selection.type(1)).payload()).isEqualTo("ready".getBytes(UTF_8));
    queue.send(2, "abc".getBytes(UTF_8));
    assertThat(worker.succeeds()).isEqualTo("cba");
  }

  @Test
  void failureShowsWhatPhpSaid() {
    PhpScript script = ipc.code("echo 'before '; undefined();");
    assertThatThrownBy(script::succeeds)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("exit status 255; its output:\nbefore ")
        .hasMessageContaining("Call to undefined function undefined()");
  }

  @Test
  void failureThatNobodyAskedForFailsTheTest() throws Exception {
    IpcExtension other = new IpcExtension();
    PhpScript script = other.code("exit(3);");
    script.process().await();
    assertThatThrownBy(() -> other.afterEach(null))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("exit status 3");
  }

  @Test
  void whatIsLeftIsEndedAndRemoved() throws Exception {
    IpcExtension other = new IpcExtension();
    IpcKey key = other.freeKey();
    MessageQueue.create(key);
    SharedSegment.create(key, 10).close();
    SemaphoreSet.create(key, 1);
    PhpScript script = other.code("sleep(1000);");
    other.afterEach(null);
    assertThat(script.process().await().termSignal()).isEqualTo(Signal.KILL.number());
    assertThat(MessageQueue.exists(key)).isFalse();
    assertThat(SharedSegment.exists(key)).isFalse();
    assertThat(SemaphoreSet.exists(key)).isFalse();
  }
}
