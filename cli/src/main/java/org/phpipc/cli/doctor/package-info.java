/** {@code doctor}: what this machine lets phpipc do. */
@NullMarked
package org.phpipc.cli.doctor;

import org.jspecify.annotations.NullMarked;
