/** {@code decode} and {@code encode}: serialized bytes to typed JSON and back. */
@NullMarked
package org.phpipc.cli.convert;

import org.jspecify.annotations.NullMarked;
