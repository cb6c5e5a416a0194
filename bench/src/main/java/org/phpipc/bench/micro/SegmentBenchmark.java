package org.phpipc.bench.micro;

import static org.phpipc.php.Shmop.shmop_read;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.SharedSegment;

/** All bytes of a segment, beside copies of an array: into a new one, and into one that is kept. */
public class SegmentBenchmark extends MicroBenchmark {
  /** How large the segment is. */
  @Param({"4096", "1048576"})
  public int bytes;

  private SharedSegment segment;
  private byte[] array;
  private byte[] kept;

  /** Makes a private segment. */
  @Setup
  public void fill() {
    segment = SharedSegment.create(IpcKey.PRIVATE, bytes, SharedSegment.DEFAULT_MODE);
    array = new byte[bytes];
    kept = new byte[bytes];
    segment.write(0, array);
  }

  /** Leaves nothing behind. */
  @TearDown
  public void remove() {
    segment.remove();
    segment.close();
  }

  /** Into a new array, as PHP reads into a new string. */
  @Benchmark
  public byte[] shmopRead() {
    return shmop_read(segment, 0, bytes);
  }

  /** The copy that is to be compared with it. */
  @Benchmark
  public byte[] copyToNew() {
    return array.clone();
  }

  /** Into the same array again and again. */
  @Benchmark
  public byte[] readIntoKept() {
    segment.read(0, kept, 0, bytes);
    return kept;
  }

  /** The copy that is to be compared with that. */
  @Benchmark
  public byte[] copyToKept() {
    System.arraycopy(array, 0, kept, 0, bytes);
    return kept;
  }
}
