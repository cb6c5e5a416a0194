package org.phpipc.sysv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.phpipc.testing.KernelObjects.errnoOf;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.phpipc.Errno;
import org.phpipc.testing.Background;
import org.phpipc.testing.KernelObjects;

class SharedSegmentTest {
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();

  @Nested
  class Opening {
    @Test
    void openRefusesAKeyWithoutASegment() {
      IpcKey key = kernel.freeKey();
      assertThatThrownBy(() -> SharedSegment.open(key))
          .isInstanceOf(IpcMissingException.class)
          .hasMessage("shmget on segment with key " + key + ": No such file or directory");
    }

    @Test
    void createRefusesAKeyThatHasASegment() {
      IpcKey key = kernel.freeKey();
      kernel.owned(SharedSegment.create(key, 10));
      assertThatThrownBy(() -> SharedSegment.create(key, 10))
          .isInstanceOf(IpcExistsException.class);
    }

    @Test
    void openOrCreateMakesOneSegment() {
      IpcKey key = kernel.freeKey();
      SharedSegment made = kernel.owned(SharedSegment.openOrCreate(key, 10));
      assertThat(kernel.owned(SharedSegment.openOrCreate(key, 5)).id()).isEqualTo(made.id());
      assertThat(kernel.owned(SharedSegment.open(key)).size()).isEqualTo(10);
    }

    @Test
    void openOrCreateRefusesAnExistingSegmentThatIsTooSmall() {
      IpcKey key = kernel.freeKey();
      kernel.owned(SharedSegment.create(key, 10));
      assertThatThrownBy(() -> SharedSegment.openOrCreate(key, 11))
          .hasMessageContaining("there is one already, with fewer bytes than 11");
    }

    @Test
    void sizeBelowOneIsRefusedWithTheLimit() {
      for (long bytes : new long[] {0, -1, Long.MIN_VALUE}) {
        assertThatThrownBy(() -> SharedSegment.create(IpcKey.PRIVATE, bytes))
            .isInstanceOf(IpcException.class)
            .hasMessageContaining("a segment has 1 to kernel.shmmax")
            .hasMessageEndingWith("not " + bytes);
      }
    }

    @Test
    void hugeSizeIsRefused() {
      assertThatThrownBy(() -> SharedSegment.create(IpcKey.PRIVATE, Long.MAX_VALUE))
          .isInstanceOf(IpcException.class);
    }

    @Test
    void privateKeyFindsNothing() {
      assertThat(SharedSegment.exists(IpcKey.PRIVATE)).isFalse();
      assertThatThrownBy(() -> SharedSegment.open(IpcKey.PRIVATE))
          .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void segmentIsReachedByItsId() {
      SharedSegment segment = kernel.segment(10);
      segment.write(0, bytes("x"));
      SharedSegment same = kernel.owned(SharedSegment.ofIdReadOnly(segment.id()));
      assertThat(same.read(0, 1)).isEqualTo(bytes("x"));
      assertThat(kernel.owned(SharedSegment.ofId(segment.id())).isReadOnly()).isFalse();
    }

    @Test
    void unknownIdIsMissing() {
      SharedSegment segment = kernel.segment(10);
      segment.remove();
      segment.close();
      assertThatThrownBy(() -> SharedSegment.ofId(segment.id()))
          .isInstanceOf(IpcMissingException.class);
    }
  }

  @Nested
  class Access {
    @Test
    void newSegmentIsZeros() {
      assertThat(kernel.segment(5).read(0, 5)).isEqualTo(new byte[5]);
    }

    @Test
    void writtenBytesAreSeenByEveryAttachment() {
      SharedSegment segment = kernel.segment(10);
      SharedSegment other = kernel.owned(SharedSegment.ofIdReadOnly(segment.id()));
      segment.write(3, bytes("abcd"));
      segment.write(9, bytes("vwxyz"), 4, 1);
      assertThat(other.read(3, 7)).isEqualTo(bytes("abcd\0\0z"));
    }

    @Test
    void accessOutsideIsRefusedAndWritesNothing() {
      SharedSegment segment = kernel.segment(10);
      for (long offset : new long[] {-1, 8, 10, 11, Long.MAX_VALUE, Long.MIN_VALUE}) {
        assertThatThrownBy(() -> segment.read(offset, 3))
            .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> segment.write(offset, bytes("abc")))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
      assertThatThrownBy(() -> segment.read(0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(segment.read(0, 10)).isEqualTo(new byte[10]);
    }

    @Test
    void bytesAreReadIntoAPartOfAnArray() {
      SharedSegment segment = kernel.segment(10);
      segment.write(0, bytes("0123456789"));
      byte[] array = bytes("abcdef");
      segment.read(7, array, 1, 3);
      assertThat(array).isEqualTo(bytes("a789ef"));
      assertThatThrownBy(() -> segment.read(8, array, 0, 3))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> segment.read(0, array, 4, 3))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(array).isEqualTo(bytes("a789ef"));
    }

    @Test
    void endHasRoomForNothing() {
      SharedSegment segment = kernel.segment(10);
      segment.write(10, new byte[0]);
      assertThat(segment.read(10, 0)).isEmpty();
    }

    @Test
    void readOnlySegmentRefusesWriting() {
      SharedSegment segment = kernel.segment(10);
      SharedSegment view = kernel.owned(SharedSegment.ofIdReadOnly(segment.id()));
      assertThat(view.isReadOnly()).isTrue();
      assertThatThrownBy(() -> view.write(0, bytes("x")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageEndingWith("is attached for reading only");
    }

    @Test
    void bytesAboveTwoGigabytesAreReached() {
      long size = Integer.MAX_VALUE + 100L;
      SharedSegment segment = kernel.segment(size);
      segment.write(Integer.MAX_VALUE - 2L, bytes("across"));
      assertThat(segment.read(Integer.MAX_VALUE - 2L, 6)).isEqualTo(bytes("across"));
      segment.write(size - 3, bytes("end"));
      assertThat(segment.read(size - 3, 3)).isEqualTo(bytes("end"));
    }
  }

  @Nested
  class DetachingAndRemoving {
    @Test
    void closeDetachesAndLeavesTheSegment() {
      SharedSegment segment = kernel.segment(10);
      assertThat(segment.status().attachments()).isEqualTo(1);
      segment.close();
      segment.close();
      assertThat(segment.status().attachments()).isZero();
      assertThat(segment.isDetached()).isTrue();
    }

    @Test
    void detachedSegmentRefusesEverything() {
      SharedSegment segment = kernel.segment(10);
      segment.close();
      assertThatThrownBy(() -> segment.read(0, 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageEndingWith("is detached");
      assertThatThrownBy(() -> segment.write(0, bytes("x")))
          .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void detachWhileOthersReadAndWriteIsSafe() {
      for (int round = 0; round < 20; round++) {
        SharedSegment segment = kernel.segment(1 << 16);
        CountDownLatch working = new CountDownLatch(4);
        List<CompletableFuture<String>> ends = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          ends.add(Background.get(() -> useUntilDetached(segment, working)));
        }
        awaitQuietly(working);
        segment.close();
        assertThat(ends).allSatisfy(end -> assertThat(end.join()).endsWith("is detached"));
      }
    }

    private String useUntilDetached(SharedSegment segment, CountDownLatch working) {
      try {
        while (true) {
          segment.write(0, segment.read(0, 1 << 16));
          working.countDown();
        }
      } catch (IllegalStateException e) {
        return e.getMessage();
      }
    }

    private void awaitQuietly(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Test
    void removedSegmentStaysUsableWhereItIsAttached() {
      IpcKey key = kernel.freeKey();
      SharedSegment segment = kernel.owned(SharedSegment.create(key, 10));
      segment.remove();
      segment.remove();
      segment.write(0, bytes("still"));
      assertThat(segment.read(0, 5)).isEqualTo(bytes("still"));
      assertThat(segment.status().removed()).isTrue();
      assertThat(SharedSegment.exists(key)).isFalse();
      segment.close();
      assertThat(errnoOf(segment::status)).isEqualTo(Errno.EINVAL.number());
    }

    @Test
    void forgottenSegmentIsDetachedByTheGarbageCollector() {
      int id = forgotten(kernel.freeKey());
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (attachments(id) > 0 && System.nanoTime() < end) {
        System.gc();
      }
      assertThat(attachments(id)).isZero();
    }

    private int forgotten(IpcKey key) {
      return SharedSegment.create(key, 10).id();
    }

    private long attachments(int id) {
      return SharedSegment.list().stream()
          .filter(status -> status.id() == id)
          .mapToLong(SegmentStatus::attachments)
          .sum();
    }

    @Test
    void detachedSegmentCanBeRemoved() {
      IpcKey key = kernel.freeKey();
      SharedSegment segment = SharedSegment.create(key, 10);
      segment.close();
      segment.remove();
      assertThat(SharedSegment.exists(key)).isFalse();
      assertThatThrownBy(segment::remove).isInstanceOf(IpcMissingException.class);
    }
  }

  @Test
  void statusSaysWhatTheSegmentIs() {
    Instant before = Instant.now().minusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
    IpcKey key = kernel.freeKey();
    SharedSegment segment = kernel.owned(SharedSegment.create(key, 4097, 0640));
    SegmentStatus status = segment.status();
    assertThat(status.key()).isEqualTo(key);
    assertThat(status.id()).isEqualTo(segment.id());
    assertThat(status.ownership().mode()).isEqualTo(0640);
    assertThat(status.removed()).isFalse();
    assertThat(status.bytes()).isEqualTo(4097);
    assertThat(status.creatorPid()).isEqualTo((int) ProcessHandle.current().pid());
    assertThat(status.lastAttach()).isBetween(before, Instant.now());
    assertThat(status.lastDetach()).isEqualTo(Instant.EPOCH);
    assertThat(SharedSegment.list()).contains(status);
  }

  @Test
  void limitsAreThoseOfTheKernel() {
    SegmentLimits limits = SegmentLimits.read();
    assertThat(limits.shmmax()).isPositive();
    assertThat(limits.shmmni()).isPositive();
    assertThat(limits.shmall()).isPositive();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
