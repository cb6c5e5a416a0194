/**
 * Dead letters: messages that were given up and are kept as files. Both consumers of this package's
 * parent and the task workers of {@code org.phpipc.swoole} write them here.
 */
@NullMarked
package org.phpipc.reliable.letters;

import org.jspecify.annotations.NullMarked;
