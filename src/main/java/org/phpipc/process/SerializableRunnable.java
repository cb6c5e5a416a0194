package org.phpipc.process;

import java.io.Serializable;

/**
 * What a child JVM is to do. A method reference or a lambda becomes one; what it captures must be
 * serializable.
 */
@FunctionalInterface
public interface SerializableRunnable extends Serializable {
  /** Does it. What it throws ends the child with its stack trace and exit status 255. */
  void run() throws Exception;
}
