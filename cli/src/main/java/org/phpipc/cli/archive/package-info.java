/**
 * Save files: queues that are saved, drained and restored so that a crash at any step loses
 * nothing.
 */
@NullMarked
package org.phpipc.cli.archive;

import org.jspecify.annotations.NullMarked;
