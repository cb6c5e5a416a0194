package org.phpipc.php;

import java.util.LinkedHashMap;
import java.util.Map;
import org.phpipc.sysv.QueueAttributes;
import org.phpipc.sysv.QueueStatus;

/** The array of {@code msg_stat_queue} and {@code msg_set_queue}. */
final class QueueFigures {
  private static final String UID = "msg_perm.uid";
  private static final String GID = "msg_perm.gid";
  private static final String MODE = "msg_perm.mode";
  private static final String QBYTES = "msg_qbytes";

  private QueueFigures() {}

  /** In PHP's order. */
  static Map<String, Long> of(QueueStatus status) {
    QueueAttributes attributes = status.attributes();
    Map<String, Long> figures = new LinkedHashMap<>();
    figures.put(UID, Integer.toUnsignedLong(attributes.uid()));
    figures.put(GID, Integer.toUnsignedLong(attributes.gid()));
    figures.put(MODE, (long) attributes.mode());
    figures.put("msg_stime", status.lastSend().getEpochSecond());
    figures.put("msg_rtime", status.lastReceive().getEpochSecond());
    figures.put("msg_ctime", status.lastChange().getEpochSecond());
    figures.put("msg_qnum", status.messages());
    figures.put(QBYTES, attributes.capacityBytes());
    figures.put("msg_lspid", (long) status.lastSendPid());
    figures.put("msg_lrpid", (long) status.lastReceivePid());
    return figures;
  }

  /** The attributes with what the data names of them, cast to int. */
  static QueueAttributes set(QueueAttributes old, Map<String, ?> data) {
    return new QueueAttributes(
        (int) figure(data, UID, old.uid()),
        (int) figure(data, GID, old.gid()),
        (int) figure(data, MODE, old.mode()),
        figure(data, QBYTES, old.capacityBytes()));
  }

  private static long figure(Map<String, ?> data, String key, long old) {
    return data.containsKey(key) ? PhpCasts.intCast(data.get(key)) : old;
  }
}
