/**
 * The command line: it translates between people or scripts and the other packages, and decides
 * nothing itself.
 */
@NullMarked
package org.phpipc.cli;

import org.jspecify.annotations.NullMarked;
