package org.phpipc.cli.object;

import java.io.IOException;
import java.nio.file.Path;
import org.phpipc.cli.console.Address;
import org.phpipc.cli.console.Refusal;
import org.phpipc.cli.convert.ValueInput;
import org.phpipc.cli.notation.TypedJson;
import org.phpipc.cli.text.Count;
import org.phpipc.cli.view.LayoutText;
import org.phpipc.cli.view.ShmText;
import org.phpipc.cli.view.StatusText;
import org.phpipc.cli.view.ValueOutput;
import org.phpipc.sysv.SharedSegment;
import org.phpipc.sysv.SharedVariables;
import org.phpipc.sysv.VariableLayout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code phpipc shm}: shared memory and PHP's variables in it. */
@Command(
    name = "shm",
    header = "Looks into shared memory, reads and writes PHP's variables there.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "KEY is " + Address.FORMS + ".",
      "VARIABLE is the number that shm_put_var was given; a negative one stands behind --.",
      "",
      "Nothing here takes a semaphore: let phpipc sem acquire do so where others write.",
      "",
      "Examples:  phpipc shm list",
      "           phpipc shm put 0x51 1 hello --create",
      "           phpipc shm get 0x51 1",
      "           phpipc shm get 0x51 -- -7",
      "           phpipc shm dump 0x51",
      "           phpipc sem acquire 0x51 -- phpipc shm put 0x51 1 world"
    })
public final class ShmCommand {

  /** The arguments KEY and VARIABLE. */
  static final class Variable {
    @Mixin private final Address.Key key = new Address.Key();

    @Parameters(
        index = "1",
        paramLabel = "VARIABLE",
        description = "Its number, as in shm_get_var.")
    private long number;

    SharedVariables forReading() {
      return key.address.open(SharedVariables::ofIdReadOnly, SharedVariables::openReadOnly);
    }

    SharedVariables forWriting() {
      return key.address.open(SharedVariables::ofId, SharedVariables::open);
    }

    SharedVariables openOrCreate(long bytes) {
      return key.address.open(
          SharedVariables::ofId,
          ipcKey -> SharedVariables.openOrCreate(ipcKey, bytes, SharedVariables.DEFAULT_MODE));
    }

    Refusal missingIn(SharedVariables variables) {
      return new Refusal("no variable " + number + " in " + variables);
    }
  }

  @Command(
      header = "Lists every segment of this IPC namespace, PHP's or not.",
      mixinStandardHelpOptions = true)
  void list(@Option(names = "--json", description = "Print JSON.") boolean json) {
    StatusText.print(SharedSegment.list(), json, ShmText::json, ShmText::table);
  }

  @Command(
      header = "Prints a variable.",
      mixinStandardHelpOptions = true,
      description = {"", "With --raw its bytes alone are written, as they are."},
      footer = {"", "Example:  phpipc shm get 0x51 1 --json"})
  void get(@Mixin Variable variable, @Mixin ValueOutput output) {
    try (SharedVariables variables = variable.forReading()) {
      byte[] value =
          variables.get(variable.number).orElseThrow(() -> variable.missingIn(variables));
      output.print(value, () -> ShmText.json(variable.number));
    }
  }

  @Command(
      header = "Writes a variable.",
      mixinStandardHelpOptions = true,
      description = {
        "",
        "VALUE is text, or with --json typed JSON, with --php a PHP literal. A single dash",
        "reads it from standard input, --file from a file. Where it does not fit, the old value stays."
      },
      footer = {
        "",
        "Examples:  phpipc shm put 0x51 1 hello --create --size 65536",
        "           echo '{\"t\":\"int\",\"v\":\"5\"}' | phpipc shm put 0x51 2 - --json"
      })
  void put(
      @Mixin Variable variable,
      @Parameters(index = "2", paramLabel = "VALUE", description = "Text, JSON, PHP, a file, or -.")
          String value,
      @Mixin ValueInput input,
      @Option(names = "--create", description = "Create the segment if there is none (mode 0600).")
          boolean create,
      @Option(
              names = "--size",
              paramLabel = "BYTES",
              defaultValue = "" + SharedVariables.DEFAULT_BYTES,
              description = "Of a segment that is made (default ${DEFAULT-VALUE}, as PHP).")
          long size) {
    byte[] bytes = input.bytes(value);
    try (SharedVariables variables = create ? variable.openOrCreate(size) : variable.forWriting()) {
      variables.put(variable.number, bytes);
    }
  }

  @Command(
      header = "Draws a segment: header, variables, what is free, what is damaged.",
      mixinStandardHelpOptions = true,
      description = {
        "",
        "Each variable is a chunk: 24 bytes with key, length and size of the chunk, the value,",
        "and padding. Of a segment that is not PHP's the first bytes are shown."
      },
      footer = {"", "Example:  phpipc shm dump 0x51"})
  void dump(
      @Mixin Address.Key key,
      @Option(names = "--json", description = "Print JSON for machines.") boolean json) {
    try (SharedSegment segment =
        key.address.open(SharedSegment::ofIdReadOnly, SharedSegment::openReadOnly)) {
      VariableLayout layout = VariableLayout.of(segment);
      if (json) {
        System.out.println(TypedJson.print(LayoutText.json(layout)));
      } else {
        System.out.println(segment + ", " + Count.of(segment.size(), "byte"));
        System.out.print(LayoutText.table(layout));
      }
    }
  }

  @Command(
      name = "remove-var",
      header = "Takes a variable out of a segment.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:  phpipc shm remove-var 0x51 1"})
  void removeVariable(@Mixin Variable variable) {
    try (SharedVariables variables = variable.forWriting()) {
      if (!variables.delete(variable.number)) {
        throw variable.missingIn(variables);
      }
    }
  }

  @Command(
      header = "Writes the bytes of a segment to a new file.",
      mixinStandardHelpOptions = true,
      description = {"", "As they are, PHP's or not. Let phpipc sem acquire keep others out."},
      footer = {"", "Example:  phpipc sem acquire 0x51 -- phpipc shm save 0x51 state.shm"})
  void save(
      @Mixin Address.Key key,
      @Parameters(index = "1", paramLabel = "FILE", description = "The new file.") Path file) {
    try (SharedSegment segment =
        key.address.open(SharedSegment::ofIdReadOnly, SharedSegment::openReadOnly)) {
      SegmentImage.save(segment, file);
    } catch (IOException e) {
      throw Refusal.of("cannot write " + file, e);
    }
  }

  @Command(
      header = "Writes a file that save wrote to a segment, made where there is none (mode 0600).",
      mixinStandardHelpOptions = true,
      description = {"", "A segment that is there must have the size of the file."},
      footer = {"", "Example:  phpipc shm restore state.shm 0x51"})
  void restore(
      @Parameters(index = "0", paramLabel = "FILE", description = "What save wrote.") Path file,
      @Parameters(
              index = "1",
              paramLabel = "KEY",
              converter = Address.Converter.class,
              description = Address.FORMS)
          Address address) {
    try {
      SegmentImage.restore(file, address, SharedSegment.DEFAULT_MODE);
    } catch (IOException e) {
      throw Refusal.of("cannot read " + file, e);
    }
  }

  @Command(
      header = "Destroys a segment, PHP's or not.",
      mixinStandardHelpOptions = true,
      description = {
        "",
        "Not while it is attached, unless --force is given. Who has it attached keeps its memory",
        "until then."
      },
      footer = {"", "Example:  phpipc shm remove 0x51"})
  void remove(@Mixin Address.Key key, @Mixin Removal removal) {
    int id = key.address.open(same -> same, SharedSegment::idOf);
    removal.confirm(KernelObject.Kind.SEGMENT, id);
    SharedSegment.removeId(id);
  }
}
