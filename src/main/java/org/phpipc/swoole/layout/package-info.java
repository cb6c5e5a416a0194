/**
 * The C structures of Swoole's task packets, one class per structure, and the numbers of its
 * events. Which release of Swoole has which of them: {@code WireGeneration}, the only user.
 */
@NullMarked
package org.phpipc.swoole.layout;

import org.jspecify.annotations.NullMarked;
