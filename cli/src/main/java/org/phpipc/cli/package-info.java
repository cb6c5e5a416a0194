/**
 * The command line: it translates between people or scripts and the other packages, and decides
 * nothing itself. A noun is a class, and so is a verb with much to say; exit code 0 is done, 1
 * refused or not found, 2 usage.
 */
@NullMarked
package org.phpipc.cli;

import org.jspecify.annotations.NullMarked;
