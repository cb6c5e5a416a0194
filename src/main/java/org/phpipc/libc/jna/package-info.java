/** The ports bound by JNA's direct mapping: all three of them, on every JDK. */
@NullMarked
package org.phpipc.libc.jna;

import org.jspecify.annotations.NullMarked;
