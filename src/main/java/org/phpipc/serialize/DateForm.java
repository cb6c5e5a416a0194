package org.phpipc.serialize;

import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.date.StoredDate;

/**
 * What a date of Java does not tell of the PHP object that it was read from.
 *
 * @param className the class of the object
 * @param zone the zone; null if the date of Java tells it
 */
record DateForm(String className, StoredDate.@Nullable Zone zone) {}
