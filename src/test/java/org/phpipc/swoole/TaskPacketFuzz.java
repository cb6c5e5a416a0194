package org.phpipc.swoole;

import java.nio.file.Path;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.serialize.SerializeFormatException;

/**
 * Reads any bytes as a task packet of every generation, with what it says of a file and with its
 * payload. What is a packet is packed again and read again, and is the same then; no file is found
 * in a directory that is not there.
 */
public final class TaskPacketFuzz {
  private static final Spool NOWHERE = Spool.in(Path.of("/nonexistent"));

  private TaskPacketFuzz() {}

  /** One input. */
  public static void fuzzerTestOneInput(byte[] input) {
    Detection detection = WireGeneration.detect(input);
    for (WireGeneration generation : WireGeneration.values()) {
      try {
        use(generation, generation.decode(input));
      } catch (TaskPacketException expected) {
        if (detection.candidates().contains(generation)) {
          throw new AssertionError(generation + " was detected", expected);
        }
      }
    }
  }

  private static void use(WireGeneration generation, TaskPacket packet) {
    if (packet.taskId() >= 0 && hasRoom(generation, packet)) {
      TaskPacket again = generation.decode(generation.encode(packet));
      if (!again.equals(packet)) {
        throw new AssertionError(packet + " was packed as " + again);
      }
    }
    if (packet.has(TaskFlag.TMPFILE)) {
      useFile(generation, packet);
    } else {
      useValue(packet);
    }
  }

  private static boolean hasRoom(WireGeneration generation, TaskPacket packet) {
    return generation.headerBytes() + packet.data().length <= WireGeneration.MAX_PACKET_BYTES;
  }

  private static void useFile(WireGeneration generation, TaskPacket packet) {
    try {
      NOWHERE.read(generation.decodeSpilled(packet.data()));
    } catch (TaskPacketException expected) {
      return;
    }
    throw new AssertionError("a file was found");
  }

  private static void useValue(TaskPacket packet) {
    TaskPayload payload = new TaskPayload(packet.data(), packet.has(TaskFlag.SERIALIZE));
    try {
      payload.value(PhpSerializer.standard());
    } catch (SerializeFormatException expected) {
      // The one way to say that it is none.
    }
  }
}
