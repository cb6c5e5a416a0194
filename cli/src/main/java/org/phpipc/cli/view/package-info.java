/** Kernel objects, messages, packets and payloads as text and as JSON. */
@NullMarked
package org.phpipc.cli.view;

import org.jspecify.annotations.NullMarked;
