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
    header = "Sends the messages from a file that save wrote.",
    mixinStandardHelpOptions = true,
    description = {
      "",
      "Sends nothing if a line of the file is wrong or the queue has no room for all messages.",
      "",
      "If a drain was killed, its last message may still be in the queue. If that is certain,",
      "the message is not sent again; if it is possible, there is a notice.",
      "",
      "The progress is noted in FILE.restoring. After a kill, the same command continues from",
      "there: no message is lost, and none is sent twice. If another process received meanwhile,",
      "one message may be sent twice, with a notice."
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
      throw Refusal.of("cannot write the progress of the restore", e);
    }
  }

  private SaveFile.Contents read() {
    try (InputStream in =
        StandardStream.isMeantBy(file) ? System.in : Files.newInputStream(Path.of(file))) {
      return SaveReader.read(in, skipBad);
    } catch (IOException e) {
      throw Refusal.of("cannot read " + file, e);
    } catch (Refusal e) {
      throw new Refusal(file + ": " + e.getMessage() + "; nothing was restored");
    }
  }

  private static String skipped(SaveFile.Contents contents) {
    int bad = contents.complaints().size();
    return bad == 0 ? "" : ", " + Count.of(bad, "line") + " skipped";
  }
}
