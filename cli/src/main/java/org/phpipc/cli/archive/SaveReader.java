package org.phpipc.cli.archive;

import com.google.gson.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.phpipc.cli.console.Refusal;
import org.phpipc.cli.notation.JsonLines;
import org.phpipc.cli.notation.TypedJson;
import org.phpipc.cli.notation.TypedJsonException;
import org.phpipc.cli.text.Count;
import org.phpipc.sysv.QueueLimits;

/** Reads a {@link SaveFile} and checks every line. */
public final class SaveReader {
  /** Bytes that a line may have besides its payload; generous. */
  private static final int BESIDE_PAYLOAD = 1000;

  private final InputStream in;
  private final boolean skipBad;
  private final int msgmax = QueueLimits.read().msgmax();
  private final long longestLine = BESIDE_PAYLOAD + 4L * (msgmax / 3 + 1);

  private final List<SaveFile.Saved> messages = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private SaveFile.@Nullable Head head;
  private long offset;
  private long number;
  private boolean ended;

  private SaveReader(InputStream in, boolean skipBad) {
    this.in = new BufferedInputStream(in);
    this.skipBad = skipBad;
  }

  /**
   * Reads the whole file.
   *
   * @param skipBad whether to skip a wrong line instead of failing
   * @throws Refusal if a line is wrong; the message names the line and the reason
   */
  public static SaveFile.Contents read(InputStream in, boolean skipBad) throws IOException {
    return new SaveReader(in, skipBad).read();
  }

  private SaveFile.Contents read() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (readLine(line)) {
      number++;
      try {
        accept(line.size() > longestLine ? tooLong() : parse(line));
      } catch (TypedJsonException e) {
        complain(e.getMessage());
      }
      offset += line.size() + 1L;
      line.reset();
    }
    var contents = new SaveFile.Contents(head, messages, offset, complaints, ended);
    if (!ended && !contents.isUnfinishedDrain()) {
      number++;
      complain("the file ends before its end line");
    }
    return contents;
  }

  /**
   * Reads to the end of a line. Bytes after the last line break are an incomplete line, which is
   * ignored: a killed drain had not taken that message yet.
   */
  private boolean readLine(ByteArrayOutputStream line) throws IOException {
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        return true;
      } else if (line.size() <= longestLine) {
        line.write(b);
      }
    }
    return false;
  }

  private static JsonObject parse(ByteArrayOutputStream line) {
    return JsonLines.object(TypedJson.parse(line.toString(StandardCharsets.UTF_8)));
  }

  private JsonObject tooLong() {
    throw new TypedJsonException("longer than a message of kernel.msgmax, " + msgmax, "$");
  }

  private void accept(JsonObject json) {
    if (ended) {
      throw new TypedJsonException("behind the end line", "$");
    } else if (number == 1) {
      head = SaveFile.Head.read(json);
    } else if (json.has("end")) {
      ended = true;
      requireAll(JsonLines.whole(json, "end"));
    } else {
      messages.add(checked(SaveFile.Saved.read(offset, json)));
    }
  }

  private void requireAll(long count) {
    if (count != messages.size()) {
      String complaint = "the file has " + messages.size() + " of " + Count.of(count, "message");
      throw new TypedJsonException(complaint, "$.end");
    }
  }

  private SaveFile.Saved checked(SaveFile.Saved saved) {
    int bytes = saved.message().payload().length;
    if (bytes > msgmax) {
      throw new TypedJsonException(bytes + " bytes are above kernel.msgmax, " + msgmax, "$.b64");
    }
    return saved;
  }

  private void complain(@Nullable String complaint) {
    String located = "line " + number + ": " + complaint;
    if (!skipBad) {
      throw new Refusal(located);
    }
    complaints.add(located);
  }
}
