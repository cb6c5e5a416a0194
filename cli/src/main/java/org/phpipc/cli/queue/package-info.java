/** The commands of {@code phpipc queue}. */
@NullMarked
package org.phpipc.cli.queue;

import org.jspecify.annotations.NullMarked;
