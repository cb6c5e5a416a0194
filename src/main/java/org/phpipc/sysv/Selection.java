package org.phpipc.sysv;

import org.apache.commons.lang3.Validate;
import org.phpipc.libc.abi.IpcFlags;
import org.phpipc.libc.abi.MsgBuf;

/**
 * Which message to receive, and how much of it. Immutable; the rules are msgrcv(2)'s.
 *
 * <p>Without {@link #atMost} a message of any size is received. With it, a larger message stays in
 * the queue and the receive fails, unless {@link #truncating} allows its end to be cut off.
 */
public final class Selection {
  /** The kernel's own limit of a size, less what the type in front of the payload needs. */
  private static final int UNLIMITED = Integer.MAX_VALUE - MsgBuf.MTEXT_OFFSET;

  private static final Selection ANY = matching(0, 0);

  private final long msgtyp;
  private final int flags;
  private final int maxBytes;

  private Selection(long msgtyp, int flags, int maxBytes) {
    this.msgtyp = msgtyp;
    this.flags = flags;
    this.maxBytes = maxBytes;
  }

  private static Selection matching(long msgtyp, int flags) {
    return new Selection(msgtyp, flags, UNLIMITED);
  }

  /** The oldest message. */
  public static Selection any() {
    return ANY;
  }

  /** The oldest message of this type. */
  public static Selection type(long type) {
    return matching(positive(type), 0);
  }

  /** The oldest message of any other type. */
  public static Selection except(long type) {
    return matching(positive(type), IpcFlags.MSG_EXCEPT);
  }

  /** The oldest message of the lowest type that is at most {@code type}. */
  public static Selection lowestUpTo(long type) {
    return matching(-positive(type), 0);
  }

  /**
   * The selection that {@code msgrcv} makes of its raw argument: 0 any, positive that type,
   * negative the lowest type up to it.
   */
  public static Selection desired(long msgtyp) {
    return matching(msgtyp, 0);
  }

  /** As {@link #desired(long)}, but a positive {@code msgtyp} selects every other type. */
  public static Selection desiredExcept(long msgtyp) {
    return matching(msgtyp, IpcFlags.MSG_EXCEPT);
  }

  /** A copy that takes at most this many bytes of payload. */
  public Selection atMost(int bytes) {
    Validate.isTrue(bytes >= 0, "atMost: %s bytes is negative", bytes);
    return new Selection(msgtyp, flags, Math.min(bytes, UNLIMITED));
  }

  /** A copy that truncates a message that is too large instead of refusing it. */
  public Selection truncating() {
    return new Selection(msgtyp, flags | IpcFlags.MSG_NOERROR, maxBytes);
  }

  /** A copy that takes messages of any size and truncates none. */
  Selection whole() {
    return new Selection(msgtyp, flags & ~IpcFlags.MSG_NOERROR, UNLIMITED);
  }

  long msgtyp() {
    return msgtyp;
  }

  int maxBytes() {
    return maxBytes;
  }

  /** The flags for a call with all the room that there will be. */
  int flags() {
    return flags;
  }

  /** The flags for a call with room for this many bytes, if a later call may have more room. */
  int flags(int roomBytes) {
    return roomBytes >= maxBytes ? flags : flags & ~IpcFlags.MSG_NOERROR;
  }

  private static long positive(long type) {
    Validate.isTrue(type >= 1, "a message type is at least 1, not %s", type);
    return type;
  }
}
