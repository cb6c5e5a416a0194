package org.phpipc.cli.queue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.phpipc.cli.archive.QueueRestore;
import org.phpipc.cli.archive.SaveFile;
import org.phpipc.cli.archive.SaveReader;
import org.phpipc.cli.console.Address;
import org.phpipc.cli.console.Notice;
import org.phpipc.cli.console.Refusal;
import org.phpipc.cli.console.StandardStream;
import org.phpipc.cli.text.Count;
import org.phpipc.sysv.MessageQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code phpipc queue restore}. */
@Command(
    name = "restore",
    header = "Sends the messages of a file that save wrote.",
    mixinStandardHelpOptions = true,
    description = {
      "",
      "Nothing is sent where a line of the file is wrong, or the queue has no room for all.",
      "",
      "Where a drain was killed, its last message may be in the queue still: it is not sent",
      "again where that is certain, and mentioned where it is possible.",
      "",
      "While it runs it notes in FILE.restoring how far it is. Where it is killed, the same command",
      "goes on there: none is lost. None is sent twice, unless somebody receives meanwhile: then one",
      "may be, and that is mentioned."
    },
    footer = {"", "Example:  phpipc queue restore jobs.jsonl 0x51 --create"})
public final class QueueRestoreCommand implements Runnable {
  @Parameters(index = "0", paramLabel = "FILE", description = "A file that save wrote, or -.")
  private String file = "";

  @Parameters(
      index = "1",
      paramLabel = "KEY",
      converter = Address.Converter.class,
      description = Address.FORMS)
  private Address address;

  @Option(names = "--create", description = "Create the queue if there is none (mode 0600).")
  private boolean create;

  @Option(names = "--skip-bad", description = "Skip lines that are wrong.")
  private boolean skipBad;

  @Option(names = "--wait", description = "Wait for room if the queue cannot hold all messages.")
  private boolean wait;

  @Override
  public void run() {
    SaveFile.Contents contents = read();
    MessageQueue queue =
        create ? address.openOrCreateQueue(MessageQueue.DEFAULT_MODE) : address.openQueue();
    contents.complaints().forEach(complaint -> Notice.say(complaint + "; skipped"));
    Notice.say(
        Count.of(send(contents, queue), "message") + " restored to " + queue + skipped(contents));
  }

  private long send(SaveFile.Contents contents, MessageQueue queue) {
    QueueRestore restore = new QueueRestore(contents, queue, wait);
    try {
      return StandardStream.isMeantBy(file) ? restore.run() : restore.run(Path.of(file));
    } catch (IOException e) {
      throw Refusal.of("cannot write the mark of the restore", e);
    }
  }

  private SaveFile.Contents read() {
    try (InputStream in =
        StandardStream.isMeantBy(file) ? System.in : Files.newInputStream(Path.of(file))) {
      return SaveReader.read(in, skipBad);
    } catch (IOException e) {
      throw Refusal.of("cannot read " + file, e);
    } catch (Refusal e) {
      throw new Refusal(file + ": " + e.getMessage() + "; nothing is restored");
    }
  }

  private static String skipped(SaveFile.Contents contents) {
    int bad = contents.complaints().size();
    return bad == 0 ? "" : ", " + Count.of(bad, "line") + " skipped";
  }
}
