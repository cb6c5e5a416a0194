package org.phpipc.swoole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.serialize.PhpString;

/** The table of layouts, and the codec that reads it. */
class WireGenerationTest {

  static List<GoldenPackets> recorded() {
    return GoldenPackets.all();
  }

  @Nested
  class Recorded {
    static List<GoldenPackets> packets() {
      return recorded();
    }

    @ParameterizedTest
    @MethodSource("packets")
    void fieldsAreThoseOfTheRecord(GoldenPackets golden) {
      TaskPacket packet = golden.generation().decode(golden.bytes());
      assertThat(packet.event()).isEqualTo(golden.event());
      assertThat(golden.generation().number(packet.event())).isEqualTo((int) golden.number("type"));
      assertThat(golden.generation().headerBytes()).isEqualTo((int) golden.number("header_size"));
      assertThat(packet.taskId()).isEqualTo(golden.number("task_id"));
      assertThat(packet.sourceWorker()).isEqualTo((int) golden.number("src_worker"));
      assertThat(packet.flagBits()).isEqualTo((int) golden.number("flags_value"));
      Set<String> flags = packet.flags().stream().map(Enum::name).collect(Collectors.toSet());
      assertThat(golden.line().getAsJsonArray("flags"))
          .extracting(flag -> flag.getAsString())
          .containsExactlyInAnyOrderElementsOf(flags);
    }

    @ParameterizedTest
    @MethodSource("packets")
    void dataIsThePayloadOrNamesItsFile(GoldenPackets golden) {
      WireGeneration generation = golden.generation();
      TaskPacket packet = generation.decode(golden.bytes());
      if (golden.is("tmpfile")) {
        SpilledFile file = generation.decodeSpilled(packet.data());
        assertThat(file.path()).hasToString(golden.text("tmpfile_path"));
        assertThat(file.length()).isEqualTo(golden.payload().length);
      } else {
        assertThat(packet.data()).isEqualTo(golden.payload());
      }
    }

    @ParameterizedTest
    @MethodSource("packets")
    void encodingGivesTheSameBytes(GoldenPackets golden) {
      WireGeneration generation = golden.generation();
      TaskPacket packet = generation.decode(golden.bytes());
      byte[] data = packet.data();
      if (golden.is("tmpfile")) {
        data = generation.encodeSpilled(generation.decodeSpilled(data));
      }
      TaskPacket again =
          new TaskPacket(
              golden.event(),
              golden.number("task_id"),
              (int) golden.number("src_worker"),
              (int) golden.number("flags_value"),
              packet.time(),
              data);
      assertThat(HexFormat.of().formatHex(generation.encode(again)))
          .isEqualTo(HexFormat.of().formatHex(golden.bytes()));
    }

    /** Without FINISH, which no queue has: it may be taken for a task of the next generation. */
    static List<GoldenPackets> packetsOfQueues() {
      return recorded().stream().filter(golden -> golden.event() != TaskEvent.FINISH).toList();
    }

    @ParameterizedTest
    @MethodSource("packetsOfQueues")
    void generationIsAmongThoseDetected(GoldenPackets golden) {
      Detection detection = WireGeneration.detect(golden.bytes());
      assertThat(detection.candidates()).contains(golden.generation());
      assertThat(detection.only().isEmpty()).isEqualTo(detection.isAmbiguous());
    }
  }

  @Nested
  class Detecting {
    @ParameterizedTest
    @EnumSource(names = {"V1_8_0", "V4_4_8", "V4_5_5", "V4_5_6", "V4_6_7", "V4_8_0", "V6_1_0"})
    void taskOfAnOutsideDispatcherTellsItsGeneration(WireGeneration generation) {
      assertThat(WireGeneration.detect(task(generation)).only()).contains(generation);
    }

    @Test
    void twelveByteHeadersAreAlikeInThreeGenerations() {
      Detection detection = WireGeneration.detect(task(WireGeneration.V1_8_7));
      assertThat(detection.isAmbiguous()).isTrue();
      assertThat(detection.only()).isEmpty();
      assertThat(detection)
          .hasToString("1.8.0 to 1.8.6 or 1.8.7 to 4.0 or 4.1.0 to 4.2.12 or 4.2.13 to 4.3.1");
    }

    @Test
    void spilledPacketTellsMore() {
      WireGeneration generation = WireGeneration.V1_8_7;
      SpilledFile file = new SpilledFile(9000, PhpString.of("/tmp/swoole.task.abcdef"));
      byte[] data = generation.encodeSpilled(file);
      byte[] packet =
          generation.encode(new TaskPacket(TaskEvent.TASK, 1, 0, TaskFlag.TMPFILE.bit(), 0, data));
      assertThat(WireGeneration.detect(packet).candidates())
          .containsExactly(WireGeneration.V1_8_0, generation);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 11, 12, 40, 8192})
    void otherBytesAreNoGeneration(int length) {
      byte[] bytes = "no packet at all".repeat(512).substring(0, length).getBytes(UTF_8);
      Detection detection = WireGeneration.detect(bytes);
      assertThat(detection.candidates()).isEmpty();
      assertThat(detection.isAmbiguous()).isFalse();
    }
  }

  @Nested
  class Versions {
    @ParameterizedTest
    @CsvSource({
      "1.8.0, 1.8.0", "1.8.6, 1.8.0", "1.8.7-alpha, 1.8.7", "1.10.6, 1.8.7", "2.2.0, 1.8.7",
      "4.0.4, 1.8.7", "4.1.0-alpha, 4.1.0", "4.2.12, 4.1.0", "4.2.13, 4.2.13", "4.3.1, 4.2.13",
      "4.3.2-rc1, 4.3.2", "4.4.7, 4.3.2", "4.4.8, 4.4.8", "4.4.25, 4.4.8", "4.4.26, 4.5.3",
      "4.5.0RC1, 4.4.8", "4.5.2, 4.4.8", "4.5.3, 4.5.3", "4.5.4, 4.5.3", "4.5.5, 4.5.5",
      "4.5.6, 4.5.6", "4.6.6, 4.5.6", "4.6.7, 4.6.7", "4.7.1, 4.6.7", "4.8.13, 4.8.0",
      "5.1.3, 4.8.0", "6.0.2, 4.8.0", "6.1.0-rc1, 6.1.0", "6.2.2, 6.1.0", "6.2, 6.1.0",
      "5.1, 4.8.0", "2.0, 1.8.7"
    })
    void everyReleaseHasItsGeneration(String version, String generation) {
      assertThat(WireGeneration.forVersion(version).version()).isEqualTo(generation);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.7.22", "6.3.0", "7.0", "0.0.0"})
    void unknownReleaseIsRefusedWithTheKnownRange(String version) {
      assertThatThrownBy(() -> WireGeneration.forVersion(version))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Swoole " + version + " is unknown: 1.8.0 to 6.2 are known");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.4", "4.5", "4.6", "1.8"})
    void minorVersionIsRefusedWhereItsReleasesDiffer(String version) {
      assertThatThrownBy(() -> WireGeneration.forVersion(version))
          .hasMessageContaining("changed its packets in a patch release");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "five", "5.1.3.4", "-1.2.3", "5.1.", "99999999999.1.1"})
    void whatIsNoVersionIsRefused(String version) {
      assertThatThrownBy(() -> WireGeneration.forVersion(version))
          .hasMessageContaining("'" + version + "' is not a version");
    }
  }

  @Nested
  class Limits {
    @ParameterizedTest
    @EnumSource
    void largestPacketHas8192Bytes(WireGeneration generation) {
      byte[] data = new byte[8192 - generation.headerBytes()];
      TaskPacket packet = new TaskPacket(TaskEvent.TASK, 0, 0, 0, 0, data);
      assertThat(generation.decode(generation.encode(packet))).isEqualTo(packet);
      TaskPacket larger = new TaskPacket(TaskEvent.TASK, 0, 0, 0, 0, new byte[data.length + 1]);
      assertThatThrownBy(() -> generation.encode(larger))
          .hasMessage("a packet of 8193 bytes is above Swoole's limit of 8192");
    }

    @ParameterizedTest
    @EnumSource
    void longestInlinePayloadMakesAPacketOf8191Bytes(WireGeneration generation) {
      assertThat(generation.headerBytes() + generation.longestInline()).isEqualTo(8191);
    }

    @ParameterizedTest
    @EnumSource(names = {"V1_8_0", "V4_5_5"})
    void taskIdAboveItsFieldIsRefused(WireGeneration generation) {
      assertThatThrownBy(() -> generation.encode(taskWithId(1L << 31)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("task id 2147483648 is not in 0..2147483647");
    }

    @Test
    void longTaskIdFitsFrom456On() {
      TaskPacket packet = taskWithId(Long.MAX_VALUE);
      assertThat(WireGeneration.V4_5_6.decode(WireGeneration.V4_5_6.encode(packet)))
          .isEqualTo(packet);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536})
    void workerOutsideItsFieldIsRefused(int worker) {
      TaskPacket packet = new TaskPacket(TaskEvent.TASK, 0, worker, 0, 0, new byte[0]);
      assertThatThrownBy(() -> WireGeneration.V6_1_0.encode(packet))
          .hasMessageContaining("source worker " + worker + " is not in 0..65535");
    }

    @ParameterizedTest
    @EnumSource
    void pathThatDoesNotFitIsRefused(WireGeneration generation) {
      int longest = generation.spillBytes() == 264 ? 255 : 151;
      SpilledFile fits = new SpilledFile(1, PhpString.of("/".repeat(longest)));
      assertThat(generation.decodeSpilled(generation.encodeSpilled(fits))).isEqualTo(fits);
      SpilledFile larger = new SpilledFile(1, PhpString.of("/".repeat(longest + 1)));
      assertThatThrownBy(() -> generation.encodeSpilled(larger))
          .hasMessageContaining((longest + 1) + " bytes")
          .hasMessageContaining("takes " + longest);
    }
  }

  @Nested
  class Damaged {
    private final WireGeneration generation = WireGeneration.V6_1_0;

    @ParameterizedTest
    @EnumSource
    void everyShorterOrLongerPacketIsRefused(WireGeneration each) {
      byte[] whole = task(each);
      for (int length = 0; length < whole.length + 8; length++) {
        byte[] damaged = Arrays.copyOf(whole, length);
        if (length != whole.length) {
          assertThatThrownBy(() -> each.decode(damaged)).isInstanceOf(TaskPacketException.class);
        }
      }
    }

    @Test
    void unknownEventIsNamed() {
      byte[] packet = task(generation);
      packet[22] = 17;
      assertThatThrownBy(() -> generation.decode(packet)).hasMessageContaining("event 17");
    }

    @Test
    void structureMayBeCutBehindThePathsNul() {
      byte[] data = generation.encodeSpilled(new SpilledFile(5, PhpString.of("/tmp/x")));
      assertThat(generation.decodeSpilled(Arrays.copyOf(data, 15)).path()).hasToString("/tmp/x");
      assertThatThrownBy(() -> generation.decodeSpilled(Arrays.copyOf(data, 14)))
          .hasMessageContaining("has no end");
    }

    @Test
    void negativeLengthOfAFileIsRefused() {
      byte[] data = generation.encodeSpilled(new SpilledFile(5, PhpString.of("/tmp/x")));
      data[7] = (byte) 0x80;
      assertThatThrownBy(() -> generation.decodeSpilled(data))
          .isInstanceOf(TaskPacketException.class);
    }
  }

  private static byte[] task(WireGeneration generation) {
    int flags = TaskFlag.bits(generation.outsideFlags());
    return generation.encode(
        new TaskPacket(TaskEvent.TASK, 7, 0, flags, 0, "hello".getBytes(UTF_8)));
  }

  private static TaskPacket taskWithId(long id) {
    return new TaskPacket(TaskEvent.TASK, id, 0, 0, 0, new byte[0]);
  }
}
