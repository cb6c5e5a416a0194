/**
 * What every command shares: the terminal and the standard streams, addresses and accounts,
 * notices, refusals and hints.
 */
@NullMarked
package org.phpipc.cli.console;

import org.jspecify.annotations.NullMarked;
