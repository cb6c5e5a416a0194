package org.phpipc.cli.task;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.phpipc.cli.console.Address;
import org.phpipc.cli.console.Refusal;
import org.phpipc.cli.console.StandardStream;
import org.phpipc.cli.notation.TypedJson;
import org.phpipc.cli.text.Count;
import org.phpipc.cli.view.QueueText;
import org.phpipc.cli.view.TaskText;
import org.phpipc.swoole.Detection;
import org.phpipc.swoole.ReliableTaskConsumer;
import org.phpipc.swoole.ServerLayout;
import org.phpipc.swoole.Spool;
import org.phpipc.swoole.TaskQueue;
import org.phpipc.swoole.TaskReader;
import org.phpipc.swoole.TaskWorker;
import org.phpipc.swoole.WireGeneration;
import org.phpipc.sysv.MessageQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code phpipc task}: Swoole's task packets. */
@Command(
    name = "task",
    header = "Dispatches tasks to Swoole, works on them, shows their packets.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "KEY is " + Address.FORMS + ".",
      "",
      "Examples:  phpipc task dispatch 0x7000 --generation 6.2 --worker 4 hello",
      "           phpipc task work 0x7000 --generation 6.2 -- wc -c",
      "           phpipc task decode 0x7000"
    })
public final class TaskCommand {
  @Spec private CommandSpec spec;

  /** The option --generation. */
  static final class Generation {
    @Option(
        names = "--generation",
        paramLabel = "VERSION",
        required = true,
        converter = GenerationConverter.class,
        description = "Swoole's version on the other side, such as 5.1.3 or 6.2.")
    private WireGeneration generation = WireGeneration.V6_1_0;
  }

  /** The option --spool. */
  static final class SpoolDirectory {
    @Option(
        names = "--spool",
        paramLabel = "DIR",
        defaultValue = "/tmp",
        description = "Directory of large payloads (default ${DEFAULT-VALUE}).")
    private Path directory = Spool.STANDARD_DIRECTORY;
  }

  /** Reads a version. */
  static final class GenerationConverter implements ITypeConverter<WireGeneration> {
    @Override
    public WireGeneration convert(String version) {
      try {
        return WireGeneration.forVersion(version);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  @Command(
      header = "Sends one task and prints its id.",
      mixinStandardHelpOptions = true,
      description = {
        "",
        "VALUE is text, or with --json a value in typed JSON; a single dash reads it from",
        "standard input. Text is sent as it is, other values serialized."
      })
  void dispatch(
      @Mixin Address.Key key,
      @Mixin Generation generation,
      @Mixin SpoolDirectory spool,
      @Parameters(index = "1", paramLabel = "VALUE", description = "Text, typed JSON, or -.")
          String value,
      @Option(
              names = "--worker",
              paramLabel = "ID",
              required = true,
              description =
                  "The task worker's id, from worker_num on; the message type is one more.")
          int worker,
      @Option(names = "--id", paramLabel = "N", defaultValue = "0", description = "The task's id.")
          long id,
      @Option(names = "--json", description = "VALUE is typed JSON.") boolean json,
      @Option(names = "--no-wait", description = "Give up where the queue is full.") boolean noWait,
      @Option(
              names = "--file-owner",
              paramLabel = "USER",
              description = "Owner of a large payload's file; only root may set it.")
          @Nullable String fileOwner,
      @Option(
              names = "--file-group",
              paramLabel = "GROUP",
              description = "Group of a large payload's file.")
          @Nullable String fileGroup,
      @Option(
              names = "--file-mode",
              paramLabel = "MODE",
              defaultValue = "0600",
              description = "Permissions of that file (default ${DEFAULT-VALUE}).")
          String fileMode)
      throws InterruptedException {
    byte[] input =
        StandardStream.isMeantBy(value)
            ? StandardStream.input()
            : value.getBytes(StandardCharsets.UTF_8);
    Object task =
        json
            ? TypedJson.fromJson(TypedJson.parse(new String(input, StandardCharsets.UTF_8)))
            : input;
    MessageQueue queue = key.address.openQueue();
    TaskQueue tasks =
        TaskQueue.on(queue, generation.generation, ServerLayout.worker(worker))
            .firstTaskId(id)
            .spool(files(spool.directory, fileOwner, fileGroup, fileMode))
            .build();
    OptionalLong sent = noWait ? tasks.tryDispatch(task) : OptionalLong.of(tasks.dispatch(task));
    System.out.println(
        sent.orElseThrow(() -> new Refusal(queue + " is full: " + QueueText.fill(queue.status()))));
  }

  private Spool files(Path directory, @Nullable String owner, @Nullable String group, String mode) {
    Spool files = Spool.in(directory);
    try {
      files = files.withMode(Integer.parseInt(mode, 8));
    } catch (NumberFormatException e) {
      throw new ParameterException(spec.commandLine(), "--file-mode is octal, such as 0640", e);
    }
    files = group == null ? files : files.withGroup(group);
    return owner == null ? files : files.ownedBy(owner);
  }

  @Command(
      header = "Runs a command for each task, with the payload on its standard input.",
      mixinStandardHelpOptions = true,
      description = {
        "",
        "Text comes as it is, every other value serialized; the environment has PHPIPC_TASK_ID,",
        "PHPIPC_SOURCE_WORKER and PHPIPC_SERIALIZED (0 or 1). A command that ends with another",
        "status than 0 is a failed task: it is mentioned and the next one runs.",
        "",
        "Ends when it is interrupted, after the tasks that run; with 1 if one failed. Ends as well",
        "where the first tasks are of another Swoole than --generation says, or in another",
        "directory than --spool, and where COMMAND cannot be started: the tasks are kept."
      })
  int work(
      @Mixin Address.Key key,
      @Mixin Generation generation,
      @Mixin SpoolDirectory spool,
      @Parameters(
              index = "1..*",
              arity = "1..*",
              paramLabel = "COMMAND",
              description = "The command and its arguments, after --.")
          List<String> command,
      @Option(
              names = "--type",
              paramLabel = "N",
              description = "Take only messages of this type (default: any).")
          @Nullable Long type,
      @Option(
              names = "--threads",
              paramLabel = "N",
              defaultValue = "1",
              description = "Number of concurrent tasks (default ${DEFAULT-VALUE}).")
          int threads,
      @Option(
              names = "--count",
              paramLabel = "N",
              description = "End after N messages; exact with one thread only.")
          @Nullable Long count,
      @Option(
              names = "--dead-letters",
              paramLabel = "DIR",
              description = "Keep messages that are not tasks as files in DIR.")
          @Nullable Path deadLetters,
      @Option(
              names = "--trust",
              paramLabel = "USER",
              description = {
                "Read large payloads of this user too, given by name or number; a server that root",
                "starts with the setting user writes them as that user. Can be repeated."
              })
          @Nullable List<String> trusted,
      @Option(
              names = "--at-least-once",
              paramLabel = "DIR",
              description = {
                "Keep the task in hand in DIR, so that it is run again where this tool is killed.",
                "Tasks that keep failing go to DIR/dead-letters."
              })
          @Nullable Path journal,
      @Option(
              names = "--tries",
              paramLabel = "N",
              defaultValue = "3",
              description = "With --at-least-once: attempts per task (default ${DEFAULT-VALUE}).")
          int tries)
      throws InterruptedException {
    if (count != null && count < 1) {
      throw new ParameterException(spec.commandLine(), "--count must be at least 1");
    }
    MessageQueue queue = key.address.openQueue();
    Spool files = Spool.in(spool.directory);
    for (String user : trusted == null ? List.<String>of() : trusted) {
      files = files.trusting(user);
    }
    TaskRunner runner = new TaskRunner(command, count == null ? Long.MAX_VALUE : count);
    if (journal != null) {
      if (threads > 1 || deadLetters != null) {
        throw new ParameterException(
            spec.commandLine(), "--at-least-once goes with neither --threads nor --dead-letters");
      }
      TaskReader reader = TaskReader.of(generation.generation).withSpool(files);
      try (ReliableTaskConsumer consumer =
          ReliableTaskConsumer.open(queue, type == null ? 0 : type, reader, tries, journal)) {
        return runner.run(consumer);
      } catch (IOException e) {
        throw new Refusal(String.valueOf(e.getMessage()));
      }
    }
    TaskWorker.Builder worker =
        TaskWorker.on(queue, generation.generation).threads(threads).spool(files);
    if (type != null) {
      worker.type(type);
    }
    if (deadLetters != null) {
      worker.deadLetters(deadLetters);
    }
    try {
      return runner.run(worker);
    } catch (UncheckedIOException e) {
      throw new Refusal(String.valueOf(e.getMessage()));
    }
  }

  @Command(
      header = "Shows the fields of a packet.",
      mixinStandardHelpOptions = true,
      description = {
        "",
        "Reads the packet from standard input, or with KEY looks at one in the queue and leaves",
        "it there. Unless --generation is given, the generations that fit are tried."
      })
  void decode(
      @Parameters(
              index = "0",
              arity = "0..1",
              paramLabel = "KEY",
              converter = Address.Converter.class,
              description = Address.FORMS)
          @Nullable Address address,
      @Option(
              names = "--index",
              paramLabel = "N",
              defaultValue = "0",
              description = "Message number N of the queue; 0 is the oldest.")
          int index,
      @Option(
              names = "--generation",
              paramLabel = "VERSION",
              converter = GenerationConverter.class,
              description = "The version of Swoole that wrote the packet.")
          @Nullable WireGeneration generation,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    if (index < 0) {
      throw new ParameterException(spec.commandLine(), "--index must be at least 0");
    }
    byte[] packet = address == null ? StandardStream.input() : peeked(address, index);
    Detection detection =
        generation == null ? WireGeneration.detect(packet) : new Detection(List.of(generation));
    if (detection.candidates().isEmpty()) {
      throw new Refusal(
          Count.of(packet.length, "byte")
              + Count.form(packet.length, " is", " are")
              + " no packet of any generation");
    }
    if (json) {
      JsonObject fields = TaskText.json(packet, detection);
      System.out.println(TypedJson.print(fields));
    } else {
      System.out.print(TaskText.table(packet, detection));
    }
  }

  private static byte[] peeked(Address address, int index) {
    MessageQueue queue = address.openQueue();
    return queue
        .peek(index)
        .orElseThrow(() -> new Refusal("no message " + index + " in " + queue))
        .payload();
  }
}
