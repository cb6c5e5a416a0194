package org.phpipc.serialize;

import org.jspecify.annotations.Nullable;

/**
 * What a date of Java does not tell of the PHP object that it was read from.
 *
 * @param className the class of the object
 * @param zone the zone; null if the date of Java tells it
 */
record DateForm(String className, @Nullable Zone zone) {

  /**
   * A zone as PHP has it.
   *
   * @param type whether the name is an offset, an abbreviation or an identifier
   */
  record Zone(long type, String name) {}
}
