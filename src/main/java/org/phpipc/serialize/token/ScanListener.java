package org.phpipc.serialize.token;

/** What a scanner reports to its reader, who knows where in a value the scanner is. */
public interface ScanListener {
  /** The exception for broken bytes at an index of the window. */
  RuntimeException failure(ByteWindow in, long index, String reason);

  /** Called when an int was out of range, so that the scanner gives the nearest one in range. */
  void clamped();
}
