/**
 * Dates and zones as PHP stores them. Start at {@link org.phpipc.serialize.date.StoredDate}.
 *
 * <p>Nothing in here knows PHP's values: {@code PhpDates} in the package around puts the dates into
 * objects.
 */
@NullMarked
package org.phpipc.serialize.date;

import org.jspecify.annotations.NullMarked;
