/**
 * PHP's {@code serialize()} format: bytes to values and values to bytes.
 *
 * <p>Pure: no kernel, no PHP process, nothing of the rest of the project.
 */
@NullMarked
package org.phpipc.serialize;

import org.jspecify.annotations.NullMarked;
