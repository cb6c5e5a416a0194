package org.phpipc.compat.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.Selection;
import org.phpipc.testkit.IpcExtension;
import org.phpipc.testkit.PhpScript;

class WorkerIT {
  @RegisterExtension private final IpcExtension ipc = new IpcExtension();

  @Test
  void workerDoublesNumbers() throws Exception {
    IpcKey key = ipc.freeKey(); // what is made under it is removed after the test
    MessageQueue queue = MessageQueue.create(key);
    PhpScript worker = ipc.script(Path.of("php-interop/worker.php"), "" + key.value());
    queue.send(1, PhpSerializer.standard().write(21));
    byte[] answer = queue.receive(Selection.type(2)).payload();
    assertEquals(42L, PhpSerializer.standard().read(answer));
    worker.succeeds(); // or fails with PHP's own output
  }
}
