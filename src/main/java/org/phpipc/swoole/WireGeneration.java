package org.phpipc.swoole;

import static org.phpipc.swoole.layout.HeaderLayout.*;
import static org.phpipc.swoole.layout.SpillLayout.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.lang3.ArrayUtils;
import org.apache.commons.lang3.Validate;
import org.phpipc.serialize.PhpString;
import org.phpipc.swoole.layout.EventNumbers;
import org.phpipc.swoole.layout.HeaderLayout;
import org.phpipc.swoole.layout.SpillLayout;

/**
 * The layout of task packets in a run of Swoole's releases. A generation is named after the first
 * release that has it, and {@link #releases()} names them all. This table holds everything in which
 * the packets of two releases differ, and which release has which layout.
 */
@SuppressWarnings("ImmutableEnumChecker") // the records of the table are immutable
public enum WireGeneration {
  V1_8_0("1.8.0 to 1.8.6", BYTES_12_A, events(7, 8, 15), false, BYTES_156),
  V1_8_7("1.8.7 to 4.0", BYTES_12_B, events(7, 8, 15), false, BYTES_156),
  V4_1_0("4.1.0 to 4.2.12", BYTES_12_B, events(7, 8, 15), false, BYTES_160),
  V4_2_13("4.2.13 to 4.3.1", BYTES_12_B, events(7, 8, 12), true, BYTES_160),
  V4_3_2("4.3.2 to 4.4.7", BYTES_16, events(7, 8, 12), true, BYTES_160),
  V4_4_8("4.4.8 to 4.5.2", BYTES_16, events(5, 6, 7), true, BYTES_160),
  V4_5_3("4.5.3 to 4.5.4", BYTES_16, events(6, 7, 8), true, BYTES_160),
  V4_5_5("4.5.5", BYTES_24, events(6, 7, 8), true, BYTES_160),
  V4_5_6("4.5.6 to 4.6.6", BYTES_32, events(6, 7, 8), true, BYTES_264),
  V4_6_7("4.6.7 to 4.7.1", BYTES_40_A, events(6, 7, 8), true, BYTES_264),
  V4_8_0("4.8.0 to 6.0", BYTES_40_B, events(7, 8, 9).running(8), true, BYTES_264),
  V6_1_0("6.1.0 to 6.2", BYTES_40_B, events(8, 9, 10).running(7), true, BYTES_264);

  /**
   * Bytes of the largest packet, in every generation ({@code SW_IPC_BUFFER_MAX_SIZE}). A Swoole
   * worker that meets a larger one fails, is restarted and fails again without end.
   */
  public static final int MAX_PACKET_BYTES = 8192;

  /** The largest source worker that a header holds. */
  private static final int LARGEST_WORKER = 0xffff;

  private final String releases;
  private final String version;
  private final HeaderLayout header;
  private final EventNumbers events;
  private final boolean knowsNoReply;
  private final SpillLayout spill;

  WireGeneration(
      String releases,
      HeaderLayout header,
      EventNumbers events,
      boolean knowsNoReply,
      SpillLayout spill) {
    this.releases = releases;
    this.version = Releases.first(releases);
    this.header = header;
    this.events = events;
    this.knowsNoReply = knowsNoReply;
    this.spill = spill;
  }

  /**
   * The generation of a release such as {@code 5.1.3} or {@code 6.1.0-rc1}. A minor version, such
   * as {@code 6.2}, is enough if all its releases have one layout.
   *
   * @throws IllegalArgumentException if the release is not known
   */
  public static WireGeneration forVersion(String version) {
    return Releases.generationOf(version);
  }

  /**
   * The generations that may have made a packet from a queue, by its length, its event, the fields
   * that are 0 and, if it names a file, its temp-file structure. A generation that reads the packet
   * as FINISH counts only if no other generation fits, since Swoole sends no FINISH through queues.
   *
   * <p>This is a guess: 12-byte headers are alike in three generations. Use {@link #forVersion} if
   * you know the version.
   */
  public static Detection detect(byte[] bytes) {
    List<WireGeneration> possible =
        Arrays.stream(values()).filter(generation -> generation.mayHaveMade(bytes)).toList();
    List<WireGeneration> sent =
        possible.stream()
            .filter(generation -> generation.decode(bytes).event() != TaskEvent.FINISH)
            .toList();
    return new Detection(sent.isEmpty() ? possible : sent);
  }

  /** The first release of the generation, such as {@code 4.8.0}. */
  public String version() {
    return version;
  }

  /** The releases of the generation, such as {@code 4.8.0 to 6.0}. */
  public String releases() {
    return releases;
  }

  /** Bytes of the header. */
  public int headerBytes() {
    return header.size();
  }

  /** The longest payload that stays in the packet; a longer one goes to a file. */
  public int longestInline() {
    return MAX_PACKET_BYTES - header.size() - 1;
  }

  /** Bytes of the structure that names the file of a longer payload. */
  public int spillBytes() {
    return spill.size();
  }

  /** The number of an event on the wire. */
  public int number(TaskEvent event) {
    return switch (event) {
      case TASK -> events.task();
      case FINISH -> events.finish();
      case PIPE_MESSAGE -> events.pipeMessage();
    };
  }

  private Optional<TaskEvent> event(int number) {
    return Arrays.stream(TaskEvent.values()).filter(event -> number(event) == number).findFirst();
  }

  /** The largest task id that its field holds. */
  public long largestTaskId() {
    return header.taskId().largestSigned();
  }

  /** Whether packets carry the time of their dispatch. */
  public boolean hasTime() {
    return header.time() != null;
  }

  /**
   * The flags of a dispatcher outside the server, as {@code Swoole\Server\Task::pack()} sets them:
   * NONBLOCK, and NOREPLY if the generation knows it.
   */
  public Set<TaskFlag> outsideFlags() {
    return knowsNoReply
        ? EnumSet.of(TaskFlag.NONBLOCK, TaskFlag.NOREPLY)
        : EnumSet.of(TaskFlag.NONBLOCK);
  }

  /**
   * The bytes of a packet.
   *
   * @throws IllegalArgumentException if a value does not fit into its field
   */
  public byte[] encode(TaskPacket packet) {
    int length = packet.data().length;
    int size = header.size() + length;
    Validate.isTrue(
        size <= MAX_PACKET_BYTES,
        "a packet of %s bytes is above Swoole's limit of %s",
        size,
        MAX_PACKET_BYTES);
    byte[] bytes = new byte[size];
    putHeader(
        struct(bytes),
        packet.event(),
        packet.taskId(),
        packet.sourceWorker(),
        packet.flagBits(),
        packet.time(),
        length);
    System.arraycopy(packet.data(), 0, bytes, header.size(), length);
    return bytes;
  }

  /**
   * Puts a header at the front of a struct.
   *
   * @param time ignored if the headers of the generation have no time
   * @throws IllegalArgumentException if a value does not fit into its field
   */
  void putHeader(
      ByteBuffer struct,
      TaskEvent event,
      long taskId,
      int sourceWorker,
      int flagBits,
      double time,
      int dataBytes) {
    requireRange("task id", taskId, largestTaskId());
    requireRange("source worker", sourceWorker, LARGEST_WORKER);
    for (int i = 0; i < header.size(); i += Integer.BYTES) {
      struct.putInt(i, 0); // Padding must not hold bytes of an earlier packet.
    }
    header.taskId().put(struct, taskId);
    header.length().put(struct, dataBytes);
    header.sourceWorker().put(struct, sourceWorker);
    header.type().put(struct, number(event));
    header.taskFlags().put(struct, flagBits);
    if (header.time() != null) {
      struct.putDouble(header.time().offset(), time);
    }
  }

  /** By hand: {@code Validate} would allocate for each packet. */
  private void requireRange(String what, long value, long largest) {
    if (value < 0 || value > largest) {
      throw new IllegalArgumentException(
          what + " " + value + " is not in 0.." + largest + " (Swoole " + version + ")");
    }
  }

  /**
   * Decodes a packet.
   *
   * @throws TaskPacketException if the bytes are not a packet of this generation
   */
  public TaskPacket decode(byte[] bytes) {
    int type = type(bytes);
    return packet(bytes, event(type).orElseThrow(() -> unknownEvent(type)));
  }

  /**
   * Decodes a task as a task worker of this generation reads it, which may run tasks of another
   * generation too: {@link EventNumbers#alsoRun}.
   *
   * @throws TaskPacketException if the bytes are not a task; its message names the generations that
   *     have such tasks
   */
  TaskPacket decodeTask(byte[] bytes) {
    try {
      int type = type(bytes);
      if (events.runs(type)) {
        return packet(bytes, TaskEvent.TASK);
      }
      throw new TaskPacketException("the event is " + decode(bytes).event() + ", not TASK");
    } catch (TaskPacketException e) {
      Detection others = othersThatFit(bytes);
      throw others.candidates().isEmpty()
          ? e
          : new TaskPacketException(e.getMessage() + "; it is a task of Swoole " + others, e);
    }
  }

  /** The other generations that have such a task; none if this generation has such a packet. */
  Detection othersThatFit(byte[] bytes) {
    return new Detection(
        isOwn(bytes)
            ? List.of()
            : Arrays.stream(values())
                .filter(other -> other.mayHaveMade(bytes))
                .filter(other -> other.decode(bytes).event() == TaskEvent.TASK)
                .toList());
  }

  /** Whether a server of this generation sends such bytes to its task workers. */
  private boolean isOwn(byte[] bytes) {
    return isTask(bytes)
        // A pipe message never has NONBLOCK: with it the packet is a task of another generation.
        || (mayHaveMade(bytes)
            && decode(bytes).event() == TaskEvent.PIPE_MESSAGE
            && !decode(bytes).has(TaskFlag.NONBLOCK));
  }

  /** Whether the bytes are a task that a task worker of this generation runs. */
  boolean isTask(byte[] bytes) {
    try {
      return events.runs(type(bytes)) && isPlausible(bytes, packet(bytes, TaskEvent.TASK));
    } catch (TaskPacketException e) {
      return false;
    }
  }

  /** The number of the event, after a check of the length. */
  private int type(byte[] bytes) {
    if (bytes.length < header.size()) {
      throw failure(bytes.length + " bytes are fewer than the header's " + header.size());
    }
    ByteBuffer struct = struct(bytes);
    long length = header.length().unsigned(struct);
    if (length != bytes.length - header.size()) {
      throw failure(
          "the header says "
              + length
              + " bytes of data, there are "
              + (bytes.length - header.size()));
    }
    return (int) header.type().unsigned(struct);
  }

  private TaskPacket packet(byte[] bytes, TaskEvent event) {
    ByteBuffer struct = struct(bytes);
    return new TaskPacket(
        event,
        header.taskId().signed(struct),
        (int) header.sourceWorker().unsigned(struct),
        (int) header.taskFlags().unsigned(struct),
        header.time() == null ? 0 : struct.getDouble(header.time().offset()),
        Arrays.copyOfRange(bytes, header.size(), bytes.length));
  }

  /**
   * The data of a packet whose payload is in a file.
   *
   * @throws IllegalArgumentException if the path is too long
   */
  public byte[] encodeSpilled(SpilledFile file) {
    byte[] path = file.path().toByteArray();
    Validate.isTrue(
        path.length <= spill.longestPath(),
        "the path %s has %s bytes, Swoole %s takes %s",
        file.path(),
        path.length,
        version,
        spill.longestPath());
    Validate.inclusiveBetween(0, spill.length().largestSigned(), file.length());
    byte[] data = new byte[spill.size()];
    spill.length().put(struct(data), file.length());
    System.arraycopy(path, 0, data, spill.pathOffset(), path.length);
    return data;
  }

  /**
   * Decodes the data of a packet with {@link TaskFlag#TMPFILE}. A structure that is cut off behind
   * the NUL of the path is accepted, as Swoole accepts it.
   *
   * @throws TaskPacketException if the data are not such a structure
   */
  public SpilledFile decodeSpilled(byte[] data) {
    if (data.length <= spill.pathOffset() || data.length > spill.size()) {
      throw failure("a temp-file structure of " + data.length + " bytes, expected " + spill.size());
    }
    long length = spill.length().signed(struct(data));
    if (length < 0) {
      throw failure("a temp file of " + length + " bytes");
    }
    int end = ArrayUtils.indexOf(data, (byte) 0, spill.pathOffset());
    if (end < 0) {
      throw failure("the path of the temp file has no end");
    }
    return new SpilledFile(
        length, PhpString.of(data, spill.pathOffset(), end - spill.pathOffset()));
  }

  private static EventNumbers events(int task, int finish, int pipeMessage) {
    return new EventNumbers(task, finish, pipeMessage);
  }

  private TaskPacketException unknownEvent(int number) {
    return failure("event " + number + " is neither TASK, FINISH nor PIPE_MESSAGE");
  }

  private boolean mayHaveMade(byte[] bytes) {
    try {
      return isPlausible(bytes, decode(bytes));
    } catch (TaskPacketException e) {
      return false;
    }
  }

  private boolean isPlausible(byte[] bytes, TaskPacket packet) {
    ByteBuffer struct = struct(bytes);
    return header.zero().stream().allMatch(field -> field.unsigned(struct) == 0)
        && (!packet.has(TaskFlag.TMPFILE) || namesPlausibleFile(packet.data()));
  }

  /** Read with the wrong layout, a part of the path would be the length. */
  private boolean namesPlausibleFile(byte[] data) {
    SpilledFile file = decodeSpilled(data);
    PhpString path = file.path();
    return file.length() <= Integer.MAX_VALUE && path.length() > 0 && path.byteAt(0) == '/';
  }

  private TaskPacketException failure(String what) {
    return new TaskPacketException("no packet of Swoole " + version + ": " + what);
  }

  /** The supported platforms are little-endian. */
  private static ByteBuffer struct(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
