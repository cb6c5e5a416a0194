/**
 * The command line: it translates between people or scripts and the library. This package holds the
 * start and the tree of commands; a command and what only it needs live in a room below. A noun is
 * a class, and so is a verb with much to say. Exit code 0 means done, 1 refused or not found, 2
 * wrong usage.
 *
 * <p>Arrows between the rooms, downwards only:
 *
 * <pre>
 *     queue, object, task, convert, demo, doctor, top   commands
 *     archive                                           save files
 *     view                                              objects and payloads as text and JSON
 *     notation                                          typed JSON, PHP literals
 *     console                                           terminal, addresses, refusals
 *     text                                              words and tables
 * </pre>
 */
@NullMarked
package org.phpipc.cli;

import org.jspecify.annotations.NullMarked;
