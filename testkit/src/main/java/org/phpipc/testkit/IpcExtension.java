package org.phpipc.testkit;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.phpipc.Errno;
import org.phpipc.process.ProcessException;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.IpcMissingException;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.SemaphoreSet;
import org.phpipc.sysv.SharedSegment;

/**
 * Owns the kernel objects and the PHP scripts of a test. Objects are made on keys that nobody uses.
 * When the test ends, failed or not, what is left of both is removed; a script that failed unseen
 * fails the test with PHP's own output.
 *
 * <pre>{@code
 * @RegisterExtension final IpcExtension ipc = new IpcExtension();
 *
 * @Test
 * void workerAnswers() throws Exception {
 *   IpcKey key = ipc.freeKey();
 *   PhpScript worker = ipc.script(Path.of("src/test/php/worker.php"), "" + key.value());
 *   ...
 *   worker.succeeds();
 * }
 * }</pre>
 */
public class IpcExtension implements AfterEachCallback {
  private final Deque<Runnable> removals = new ArrayDeque<>();
  private final Deque<IpcKey> keys = new ArrayDeque<>();
  private final List<PhpScript> scripts = new ArrayList<>();

  /** Owns nothing yet. */
  public IpcExtension() {}

  /** A new private queue. */
  public MessageQueue queue() {
    return owned(MessageQueue.create(IpcKey.PRIVATE));
  }

  /** A new private segment. */
  public SharedSegment segment(long bytes) {
    return owned(SharedSegment.create(IpcKey.PRIVATE, bytes));
  }

  /** A key without an object. What is made under it is removed as well. */
  public IpcKey freeKey() {
    IpcKey key = IpcKey.unused();
    keys.add(key);
    return key;
  }

  /** Takes a queue into care. */
  public MessageQueue owned(MessageQueue queue) {
    removals.add(queue::remove);
    return queue;
  }

  /** Takes a segment into care. */
  public SharedSegment owned(SharedSegment segment) {
    int id = segment.id();
    removals.add(segment::close);
    removals.add(() -> SharedSegment.removeId(id));
    return segment;
  }

  /** Takes a semaphore set into care. */
  public SemaphoreSet owned(SemaphoreSet set) {
    removals.add(set::remove);
    return set;
  }

  /** Starts {@code php SCRIPT ARGUMENTS...} beside the test. */
  public PhpScript script(Path script, String... arguments) {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(Arrays.asList(arguments));
    return started(command);
  }

  /** Starts {@code php -r CODE -- ARGUMENTS...} beside the test. */
  public PhpScript code(String code, String... arguments) {
    List<String> command = new ArrayList<>(List.of("-r", code, "--"));
    command.addAll(Arrays.asList(arguments));
    return started(command);
  }

  /** Without a PHP the test is skipped, or fails where {@code -Dphpipc.php.required=true}. */
  private PhpScript started(List<String> arguments) {
    try {
      PhpScript script = new PhpScript(arguments);
      scripts.add(script);
      return script;
    } catch (ProcessException e) {
      if (e.errno() != Errno.ENOENT.number() || Boolean.getBoolean("phpipc.php.required")) {
        throw e;
      }
      return abort("no PHP CLI (php) on the path");
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    List<String> failures = new ArrayList<>();
    for (PhpScript script : scripts) {
      script.end().ifPresent(failures::add);
    }
    scripts.clear();
    removeAll();
    if (!failures.isEmpty()) {
      throw new AssertionError(String.join("\n", failures));
    }
  }

  private void removeAll() {
    for (IpcKey key : keys) {
      if (MessageQueue.exists(key)) {
        removals.add(MessageQueue.open(key)::remove);
      }
      if (SemaphoreSet.exists(key)) {
        removals.add(SemaphoreSet.open(key)::remove);
      }
    }
    SharedSegment.list().stream()
        .filter(status -> keys.contains(status.key()))
        .forEach(status -> removals.add(() -> SharedSegment.removeId(status.id())));
    removals.forEach(IpcExtension::removeIfThere);
    keys.clear();
    removals.clear();
  }

  private static void removeIfThere(Runnable removal) {
    try {
      removal.run();
    } catch (IpcMissingException removedByTheTest) {
      // What was to be reached.
    }
  }
}
