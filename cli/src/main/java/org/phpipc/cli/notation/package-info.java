/**
 * Two notations for values: typed JSON, which loses nothing, and PHP literals as people type them.
 */
@NullMarked
package org.phpipc.cli.notation;

import org.jspecify.annotations.NullMarked;
