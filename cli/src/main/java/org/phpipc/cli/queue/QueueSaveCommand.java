package org.phpipc.cli.queue;

import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.phpipc.cli.archive.QueueSave;
import org.phpipc.cli.console.Address;
import org.phpipc.cli.console.Notice;
import org.phpipc.cli.console.Refusal;
import org.phpipc.cli.console.StandardStream;
import org.phpipc.cli.text.Count;
import org.phpipc.file.OwnerOnly;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code phpipc queue save}. */
@Command(
    name = "save",
    header = "Writes all messages to a file, from which restore sends them again.",
    mixinStandardHelpOptions = true,
    description = {
      "",
      "The messages stay in the queue. With --drain they are taken, each when it is on the disk:",
      "a kill loses none, and the same command goes on where it was. That holds while nobody else",
      "receives from the queue."
    },
    footer = {"", "Example:  phpipc queue save 0x51 jobs.jsonl --drain"})
public final class QueueSaveCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private final Address.Key key = new Address.Key();

  @Parameters(index = "1", paramLabel = "FILE", description = "The new file, or - without --drain.")
  private String file = "";

  @Option(names = "--drain", description = "Remove the messages from the queue.")
  private boolean drain;

  @Override
  public void run() {
    boolean toFile = !StandardStream.isMeantBy(file);
    if (drain && !toFile) {
      throw new ParameterException(spec.commandLine(), "--drain needs a file");
    }
    QueueSave save = new QueueSave(key.address.openQueue());
    try {
      if (toFile) {
        Path path = Path.of(file);
        report(drain ? save.drainTo(path) : copy(save, path));
      } else {
        save.copyTo(System.out);
      }
    } catch (IOException e) {
      throw Refusal.of("cannot write " + file, e);
    }
  }

  private void report(long messages) {
    Notice.say(Count.of(messages, "message") + (drain ? " moved to " : " in ") + file);
  }

  private static long copy(QueueSave save, Path path) throws IOException {
    try (FileChannel channel = OwnerOnly.create(path, WRITE)) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
      long messages = save.copyTo(out);
      channel.force(true);
      return messages;
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(path);
      throw e;
    }
  }
}
