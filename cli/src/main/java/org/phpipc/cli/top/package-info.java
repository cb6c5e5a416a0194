/** {@code top}: queues on a screen that refreshes itself. */
@NullMarked
package org.phpipc.cli.top;

import org.jspecify.annotations.NullMarked;
