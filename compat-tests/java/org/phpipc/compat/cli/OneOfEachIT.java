package org.phpipc.compat.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.SemaphoreSet;
import org.phpipc.sysv.SharedSegment;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Tool;

/** How the tool speaks of a single thing. */
class OneOfEachIT {
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  @TempDir private Path folder;

  private final IpcKey key = kernel.freeKey();

  @BeforeEach
  void makeOneOfEach() throws Exception {
    MessageQueue.create(key).send(1, new byte[] {'x'});
    kernel.owned(SharedSegment.create(key, 1, 0600));
    SemaphoreSet.create(key, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "queue peek KEY | type 1, 1 byte: ",
        "queue purge KEY | phpipc: 1 message purged from ",
        "queue move KEY TO --create | phpipc: 1 message moved to ",
        "queue save KEY FILE | phpipc: 1 message in ",
        "queue save KEY FILE --drain | phpipc: 1 message moved to ",
        "task decode KEY | phpipc: 1 byte is no packet of any generation",
        "list queue | ' 1 message with 1 of '",
        "list segment | ' 1 byte, 1 time attached '",
        "list semaphore | ' 1 semaphore '",
        "shm dump KEY | , 1 byte\n"
      })
  void oneIsNotSeveral(String command, String words) {
    String line =
        command
            .replace("KEY", key.toString())
            .replace("TO", kernel.freeKey().toString())
            .replace("FILE", folder.resolve("saved").toString());
    Tool.Result result = Tool.run(line.split(" "));
    assertThat(result.text() + result.err()).contains(words);
  }

  @Test
  void oneMessageIsRestoredOrDoesNotFit() throws Exception {
    String file = folder.resolve("saved").toString();
    Tool.run("queue", "save", key.toString(), file);
    String[] restore = {"queue", "restore", file, key.toString()};
    assertThat(Tool.run(restore).err()).startsWith("phpipc: 1 message restored to ");
    MessageQueue.open(key).resize(2);
    assertThat(Tool.run(restore).err()).contains("1 message with 1 byte does not fit into ");
    Files.writeString(
        Path.of(file), Files.readString(Path.of(file)).replace("}\n{\"end", "}\nx\n{\"end"), UTF_8);
    MessageQueue.open(key).resize(10);
    String[] skipping = {"queue", "restore", file, key.toString(), "--skip-bad"};
    assertThat(Tool.run(skipping).err()).contains("1 message restored to ", ", 1 line skipped\n");
  }
}
