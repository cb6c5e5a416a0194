/**
 * Permissions of the files that phpipc writes. Their contents belong to the packages that write
 * them.
 */
@NullMarked
package org.phpipc.file;

import org.jspecify.annotations.NullMarked;
