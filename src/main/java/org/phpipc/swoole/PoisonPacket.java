package org.phpipc.swoole;

import java.nio.file.Path;
import java.util.Optional;
import org.phpipc.sysv.Message;

/**
 * A message that is no task: it is out of the queue, and this is what is left of it.
 *
 * @param message type and bytes as they were in the queue
 * @param reason what is wrong with it; what kept it from being kept is suppressed in there
 * @param file where it is kept, if a directory for that was given
 */
public record PoisonPacket(Message message, Throwable reason, Optional<Path> file) {}
