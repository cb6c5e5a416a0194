package org.phpipc.cli.object;

import java.util.List;
import org.phpipc.cli.console.Address;
import org.phpipc.cli.console.Refusal;
import org.phpipc.cli.view.SemText;
import org.phpipc.cli.view.StatusText;
import org.phpipc.sysv.PhpSemaphore;
import org.phpipc.sysv.SemaphoreSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code phpipc sem}: PHP's semaphores. */
@Command(
    name = "sem",
    header = "Looks into semaphores, and runs a command while it holds PHP's.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "KEY is " + Address.FORMS + ".",
      "",
      "Examples:  phpipc sem list",
      "           phpipc sem show 0x51",
      "           phpipc sem acquire 0x51 --create -- php import.php"
    })
public final class SemCommand {
  @Spec private CommandSpec spec;

  @Command(
      header = "Lists every semaphore set of this IPC namespace.",
      mixinStandardHelpOptions = true)
  void list(@Option(names = "--json", description = "Print JSON.") boolean json) {
    StatusText.print(SemaphoreSet.list(), json, SemText::json, SemText::table);
  }

  @Command(
      header = "Prints the figures of a set: its counters, who waits, who was last.",
      mixinStandardHelpOptions = true,
      description = {
        "",
        "PHP's semaphore is a set of three: how many places are free, how many objects have it",
        "open, and whether one is opening it now. The kernel does not tell who holds a place."
      },
      footer = {"", "Example:  phpipc sem show 0x51"})
  void show(
      @Mixin Address.Key key,
      @Option(names = "--json", description = "Print JSON for machines.") boolean json) {
    SemaphoreSet set = set(key);
    if (json) {
      System.out.println(SemText.json(set));
    } else {
      System.out.print(SemText.figures(set.status()));
      System.out.println();
      System.out.print(SemText.counters(set));
      System.out.print(SemText.waiting(set));
    }
  }

  @Command(
      header = "Runs a command while it holds PHP's semaphore.",
      mixinStandardHelpOptions = true,
      customSynopsis = "phpipc sem acquire [--create] [--places=N] [--no-wait] KEY -- COMMAND...",
      description = {
        "",
        "The exit code is that of COMMAND. It is 1, and COMMAND is not run, if the semaphore cannot",
        "be had. COMMAND takes the place of this process, so that the semaphore is held until",
        "COMMAND has ended, whoever kills it. Processes that COMMAND leaves behind do not hold it."
      },
      footer = {
        "",
        "Example:  phpipc sem acquire 0x51 --create -- php import.php",
        "          does what sem_get(0x51), sem_acquire, the script, sem_release do in PHP"
      })
  int acquire(
      @Mixin Address.Key key,
      @Parameters(
              index = "1..*",
              arity = "1..*",
              paramLabel = "COMMAND",
              description = "The command and its arguments, after --.")
          List<String> command,
      @Option(names = "--create", description = "Create the semaphore if there is none.")
          boolean create,
      @Option(
              names = "--places",
              paramLabel = "N",
              defaultValue = "1",
              description = "With --create: how many may hold it, unless others have it open.")
          int places,
      @Option(names = "--no-wait", description = "Exit with 1 if there is no free place.")
          boolean noWait)
      throws InterruptedException {
    if (places < 1 || places > PhpSemaphore.MOST_PLACES) {
      String range = "--places must be 1 to " + PhpSemaphore.MOST_PLACES;
      throw new ParameterException(spec.commandLine(), range);
    }
    try (PhpSemaphore semaphore = create ? openOrCreate(key, places) : open(key)) {
      if (!noWait) {
        semaphore.acquire();
      } else if (semaphore.tryAcquire().isEmpty()) {
        throw new Refusal("no free place in " + semaphore);
      }
      return GuardedCommand.run(command);
    }
  }

  @Command(
      header = "Destroys a set and wakes whoever waits for it.",
      mixinStandardHelpOptions = true,
      description = {"", "Not while PHP has it open or somebody waits, unless --force is given."},
      footer = {"", "Example:  phpipc sem remove 0x51"})
  void remove(@Mixin Address.Key key, @Mixin Removal removal) {
    SemaphoreSet set = set(key);
    removal.confirm(KernelObject.Kind.SEMAPHORE, set.id());
    set.remove();
  }

  private static SemaphoreSet set(Address.Key key) {
    return key.address.open(SemaphoreSet::ofId, SemaphoreSet::open);
  }

  private static PhpSemaphore open(Address.Key key) {
    return key.address.open(PhpSemaphore::ofId, PhpSemaphore::open);
  }

  private static PhpSemaphore openOrCreate(Address.Key key, int places) {
    return key.address.open(
        PhpSemaphore::ofId,
        ipcKey -> PhpSemaphore.openOrCreate(ipcKey, places, PhpSemaphore.DEFAULT_MODE));
  }
}
