/**
 * The tokens of PHP's format as bytes, without a notion of values.
 *
 * <p>Start at {@link org.phpipc.serialize.token.Tag} for what the bytes are and at {@link
 * org.phpipc.serialize.token.TokenSink} for how they are put.
 */
@NullMarked
package org.phpipc.serialize.token;

import org.jspecify.annotations.NullMarked;
