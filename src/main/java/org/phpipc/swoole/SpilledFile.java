package org.phpipc.swoole;

import org.phpipc.serialize.PhpString;

/**
 * The file that a packet names for its payload: a claim, which {@link Spool} checks.
 *
 * @param length bytes of the payload
 * @param path as the packet has it, without its NUL
 */
public record SpilledFile(long length, PhpString path) {}
