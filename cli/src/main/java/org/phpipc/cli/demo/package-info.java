/** {@code demo} and {@code example}: Java with PHP on the other end. */
@NullMarked
package org.phpipc.cli.demo;

import org.jspecify.annotations.NullMarked;
