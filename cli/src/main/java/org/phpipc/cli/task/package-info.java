/** The commands of {@code phpipc task}: Swoole's packets. */
@NullMarked
package org.phpipc.cli.task;

import org.jspecify.annotations.NullMarked;
