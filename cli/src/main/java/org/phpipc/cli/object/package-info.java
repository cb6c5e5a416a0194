/** The commands for all kernel objects together, for shared memory, for semaphores and for keys. */
@NullMarked
package org.phpipc.cli.object;

import org.jspecify.annotations.NullMarked;
