package org.phpipc.swoole;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A task that a worker has taken.
 *
 * @param id counted by whoever dispatched it
 * @param sourceWorker the worker that dispatched it; 0 for most dispatchers outside a server
 * @param value what was dispatched, as {@code PhpSerializer} reads it; a string is a {@code String}
 *     where it is UTF-8, otherwise a {@code PhpString}
 * @param flags how it was dispatched
 * @param time of the dispatch in Unix seconds; 0 if it is not known
 */
public record Task(
    long id, int sourceWorker, @Nullable Object value, Set<TaskFlag> flags, double time) {}
