package org.phpipc.process;

import java.nio.ByteBuffer;
import org.phpipc.libc.abi.Rusage;

/** What a child used up: {@code struct rusage}, getrusage(2). Times in seconds and microseconds. */
public record ResourceUsage(
    long userSeconds,
    long userMicros,
    long systemSeconds,
    long systemMicros,
    long maxResidentKilobytes,
    long sharedText,
    long unsharedData,
    long minorFaults,
    long majorFaults,
    long swaps,
    long blocksIn,
    long blocksOut,
    long messagesSent,
    long messagesReceived,
    long signals,
    long voluntarySwitches,
    long involuntarySwitches) {

  static ResourceUsage read(ByteBuffer bytes, int offset) {
    return new ResourceUsage(
        bytes.getLong(offset + Rusage.UTIME_OFFSET),
        bytes.getLong(offset + Rusage.UTIME_OFFSET + Long.BYTES),
        bytes.getLong(offset + Rusage.STIME_OFFSET),
        bytes.getLong(offset + Rusage.STIME_OFFSET + Long.BYTES),
        bytes.getLong(offset + Rusage.MAXRSS_OFFSET),
        bytes.getLong(offset + Rusage.IXRSS_OFFSET),
        bytes.getLong(offset + Rusage.IDRSS_OFFSET),
        bytes.getLong(offset + Rusage.MINFLT_OFFSET),
        bytes.getLong(offset + Rusage.MAJFLT_OFFSET),
        bytes.getLong(offset + Rusage.NSWAP_OFFSET),
        bytes.getLong(offset + Rusage.INBLOCK_OFFSET),
        bytes.getLong(offset + Rusage.OUBLOCK_OFFSET),
        bytes.getLong(offset + Rusage.MSGSND_OFFSET),
        bytes.getLong(offset + Rusage.MSGRCV_OFFSET),
        bytes.getLong(offset + Rusage.NSIGNALS_OFFSET),
        bytes.getLong(offset + Rusage.NVCSW_OFFSET),
        bytes.getLong(offset + Rusage.NIVCSW_OFFSET));
  }
}
