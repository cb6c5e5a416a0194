package org.phpipc.swoole;

import java.nio.file.Path;
import java.util.Optional;
import org.phpipc.sysv.Message;

/**
 * A message that is not a task. It is no longer in the queue.
 *
 * @param message type and bytes as they were in the queue
 * @param reason what is wrong with it; if storing the message failed too, that exception is
 *     suppressed in it
 * @param file if it is kept, if a directory for that was given
 */
public record PoisonPacket(Message message, Throwable reason, Optional<Path> file) {}
