/**
 * The binary interface of 64-bit Linux: one descriptor with a drawing for each C struct, and the
 * kernel's numbers, each with the header that it comes from.
 *
 * <p>A new struct or number goes here; {@code AbiTest} compares all of them with a C compiler's.
 */
@NullMarked
package org.phpipc.libc.abi;

import org.jspecify.annotations.NullMarked;
