/**
 * Numbers as decimal text, in both directions.
 *
 * <p>Start at {@link org.phpipc.serialize.number.FloatFormat} for what PHP prints of a float, at
 * {@link org.phpipc.serialize.number.FloatScanner} for what it reads, at {@link
 * org.phpipc.serialize.number.Decimal} for ints, and at {@link
 * org.phpipc.serialize.number.CanonicalInt} for texts that are int keys. Nothing in here knows
 * PHP's values.
 */
@NullMarked
package org.phpipc.serialize.number;

import org.jspecify.annotations.NullMarked;
