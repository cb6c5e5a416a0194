/** The frames of {@code Swoole\Process\Pool} on a socket, for its client and its server alike. */
@NullMarked
package org.phpipc.swoole.pool;

import org.jspecify.annotations.NullMarked;
