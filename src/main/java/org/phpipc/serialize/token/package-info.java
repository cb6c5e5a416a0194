/**
 * The tokens of PHP's format as bytes, without a notion of values.
 *
 * <p>Start at {@link org.phpipc.serialize.token.Tag} for what the bytes are, at {@link
 * org.phpipc.serialize.token.TokenScanner} for how they are read, and at {@link
 * org.phpipc.serialize.token.TokenSink} for how they are put. A scanner is a {@link
 * org.phpipc.serialize.token.ByteWindow} itself and a sink is its bytes itself, because otherwise
 * each token would pay for the way to the array: measured, 4 to 8 percent of a document. {@link
 * org.phpipc.serialize.token.KnownName} spares decoding and encoding keys that come again, {@code
 * SmallInt} and {@code TextHead} put what is short at once.
 */
@NullMarked
package org.phpipc.serialize.token;

import org.jspecify.annotations.NullMarked;
