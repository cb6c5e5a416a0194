/**
 * PHP's streams on files and pipes: what {@code fopen} gives, with its buffer, its end of file and
 * its modes. Sockets and stream wrappers are not here.
 */
@NullMarked
package org.phpipc.stream;

import org.jspecify.annotations.NullMarked;
