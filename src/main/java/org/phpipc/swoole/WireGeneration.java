package org.phpipc.swoole;

import static org.phpipc.swoole.HeaderLayout.*;
import static org.phpipc.swoole.SpillLayout.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.lang3.ArrayUtils;
import org.apache.commons.lang3.Validate;
import org.phpipc.serialize.PhpString;

/**
 * How a run of Swoole's releases lays out its packets, named after the first release that has it.
 * The table holds all that differs; nothing else in this package knows versions.
 */
@SuppressWarnings("ImmutableEnumChecker") // the records of the table are immutable
public enum WireGeneration {
  /** 1.8.0 to 1.8.6. */
  V1_8_0("1.8.0", "1.8.6", BYTES_12_A, events(7, 8, 15), false, BYTES_156),
  /** 1.8.7 to 1.10, 2.x, 3.0 and 4.0. */
  V1_8_7("1.8.7", "4.0", BYTES_12_B, events(7, 8, 15), false, BYTES_156),
  /** 4.1.0 to 4.2.12. */
  V4_1_0("4.1.0", "4.2.12", BYTES_12_B, events(7, 8, 15), false, BYTES_160),
  /** 4.2.13 to 4.3.1. */
  V4_2_13("4.2.13", "4.3.1", BYTES_12_B, events(7, 8, 12), true, BYTES_160),
  /** 4.3.2 to 4.4.7. */
  V4_3_2("4.3.2", "4.4.7", BYTES_16, events(7, 8, 12), true, BYTES_160),
  /** 4.4.8 to 4.4.25, and 4.5.0 to 4.5.2. */
  V4_4_8("4.4.8", "4.5.2", BYTES_16, events(5, 6, 7), true, BYTES_160),
  /** 4.5.3, 4.5.4 and 4.4.26. */
  V4_5_3("4.5.3", "4.5.4", BYTES_16, events(6, 7, 8), true, BYTES_160),
  /** 4.5.5 alone. */
  V4_5_5("4.5.5", "4.5.5", BYTES_24, events(6, 7, 8), true, BYTES_160),
  /** 4.5.6 to 4.6.6. */
  V4_5_6("4.5.6", "4.6.6", BYTES_32, events(6, 7, 8), true, BYTES_264),
  /** 4.6.7 to 4.7.1. */
  V4_6_7("4.6.7", "4.7.1", BYTES_40_A, events(6, 7, 8), true, BYTES_264),
  /** 4.8, 5.0, 5.1 and 6.0. */
  V4_8_0("4.8.0", "6.0", BYTES_40_B, events(7, 8, 9).running(8), true, BYTES_264),
  /** 6.1 and 6.2. */
  V6_1_0("6.1.0", "6.2", BYTES_40_B, events(8, 9, 10).running(7), true, BYTES_264);

  /**
   * Bytes of the largest packet, in every generation: a Swoole worker that meets a larger one
   * fails, is restarted and fails again, for ever ({@code SW_IPC_BUFFER_MAX_SIZE}).
   */
  public static final int MAX_PACKET_BYTES = 8192;

  /** The largest source worker that a header holds. */
  private static final int LARGEST_WORKER = 0xffff;

  private final String version;
  private final String lastVersion;
  private final HeaderLayout header;
  private final EventNumbers events;
  private final boolean knowsNoReply;
  private final SpillLayout spill;

  WireGeneration(
      String version,
      String lastVersion,
      HeaderLayout header,
      EventNumbers events,
      boolean knowsNoReply,
      SpillLayout spill) {
    this.version = version;
    this.lastVersion = lastVersion;
    this.header = header;
    this.events = events;
    this.knowsNoReply = knowsNoReply;
    this.spill = spill;
  }

  /**
   * The generation of a release such as {@code 5.1.3} or {@code 6.1.0-rc1}. A minor version, such
   * as {@code 6.2}, will do where all its releases are alike.
   *
   * @throws IllegalArgumentException where the release is not known
   */
  public static WireGeneration forVersion(String version) {
    return Releases.generationOf(version);
  }

  /**
   * The generations that a packet from a queue may be of, by its length, its event, the fields that
   * are 0 and, where it has one, its temp-file structure. A generation that reads FINISH counts
   * only where no other is left, since Swoole sends no FINISH through queues.
   *
   * <p>This is a guess: 12-byte headers are alike in three generations. Who knows the version
   * should say it.
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

  /** The first release that has it, such as {@code 4.8.0}. */
  public String version() {
    return version;
  }

  /** The releases that have it, such as {@code 4.8.0 to 6.0}. */
  public String releases() {
    return version.equals(lastVersion) ? version : version + " to " + lastVersion;
  }

  /** Bytes of the header. */
  public int headerBytes() {
    return header.size();
  }

  /** The longest payload that stays in the packet; a longer one goes to a file. */
  public int longestInline() {
    return MAX_PACKET_BYTES - header.size() - 1;
  }

  /** Bytes of the structure that names such a file. */
  public int spillBytes() {
    return spill.size();
  }

  /** The number of an event on the wire. */
  public int number(TaskEvent event) {
    return events.of(event);
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
   * NONBLOCK, and NOREPLY where the generation knows it.
   */
  public Set<TaskFlag> outsideFlags() {
    return knowsNoReply
        ? EnumSet.of(TaskFlag.NONBLOCK, TaskFlag.NOREPLY)
        : EnumSet.of(TaskFlag.NONBLOCK);
  }

  /**
   * The bytes of a packet.
   *
   * @throws IllegalArgumentException where a field does not fit
   */
  public byte[] encode(TaskPacket packet) {
    int length = packet.data().length;
    int size = header.size() + length;
    if (size > MAX_PACKET_BYTES) {
      throw new IllegalArgumentException(
          "a packet of " + size + " bytes is above Swoole's limit of " + MAX_PACKET_BYTES);
    }
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
   * @param time left out where the generation has none
   * @throws IllegalArgumentException where a field does not fit
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
      struct.putInt(i, 0); // What no field has must not tell of an earlier packet.
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

  private void requireRange(String what, long value, long largest) {
    if (value < 0 || value > largest) {
      throw new IllegalArgumentException(
          what + " " + value + " is not in 0.." + largest + " (Swoole " + version + ")");
    }
  }

  /**
   * The packet of these bytes.
   *
   * @throws TaskPacketException where they are none of this generation
   */
  public TaskPacket decode(byte[] bytes) {
    int type = type(bytes);
    return packet(bytes, events.event(type).orElseThrow(() -> unknownEvent(type)));
  }

  /**
   * The task of these bytes, as a task worker of this generation reads it: one of 4.8 to 6.0 runs a
   * task of 6.1 too, and the other way round.
   *
   * @throws TaskPacketException where they are none; it names the generations that they are one of
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

  /** The other generations that the bytes are a task of, where they are nothing of this one. */
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
        // A message has no such flag: then it is the task of a generation with that number.
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

  /** The number of the event, where the bytes have the length of a packet. */
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
   * @throws IllegalArgumentException where the path is too long
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
   * What the data of a packet with {@link TaskFlag#TMPFILE} says of its file. A structure that is
   * cut behind the path's NUL is taken too, as Swoole takes it.
   *
   * @throws TaskPacketException where it is no such structure
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

  /** In the structure of another generation a part of the path would be the length. */
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
