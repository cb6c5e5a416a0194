/** Values, bytes, numbers and tables as plain text for people. */
@NullMarked
package org.phpipc.cli.text;

import org.jspecify.annotations.NullMarked;
