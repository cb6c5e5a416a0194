package org.phpipc.cli.object;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.phpipc.cli.console.Address;
import org.phpipc.cli.console.Refusal;
import org.phpipc.cli.object.KernelObject.Kind;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.SemaphoreSet;
import org.phpipc.sysv.SharedSegment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code phpipc remove}. */
@Command(
    name = "remove",
    header = "Destroys a queue, segment or semaphore.",
    mixinStandardHelpOptions = true,
    description = {
      "",
      "Not while a live process uses it, unless --force is given. Where objects of several kinds",
      "have the key, KIND says which."
    },
    footer = {"", "Example:  phpipc remove 0x51 queue --yes"})
public final class RemoveCommand implements Runnable {
  @Mixin private final Address.Key key = new Address.Key();
  @Mixin private final Removal removal = new Removal();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "KIND",
      description = "Only ${COMPLETION-CANDIDATES}.")
  private @Nullable Kind kind;

  @Override
  public void run() {
    KernelObject object = find();
    removal.confirm(object.kind(), object.id());
    switch (object.kind()) {
      case QUEUE -> MessageQueue.ofId(object.id()).remove();
      case SEGMENT -> SharedSegment.removeId(object.id());
      case SEMAPHORE -> SemaphoreSet.ofId(object.id()).remove();
    }
  }

  private KernelObject find() {
    Predicate<KernelObject> wanted =
        key.address.open(
            id -> object -> object.id() == id, ipcKey -> object -> object.key().equals(ipcKey));
    List<KernelObject> found =
        new KernelObjects(false)
            .all().stream()
                .filter(object -> kind == null || object.kind() == kind)
                .filter(wanted)
                .toList();
    if (found.isEmpty()) {
      throw new Refusal("there is no such object; phpipc list shows what there is");
    } else if (found.size() > 1) {
      String names = found.stream().map(KernelObject::name).collect(Collectors.joining(", "));
      throw new Refusal("there are several, say which behind the key: " + names);
    }
    return found.get(0);
  }
}
