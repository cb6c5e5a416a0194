package org.phpipc.php;

/** What {@code pcntl_signal} calls for a signal. */
@FunctionalInterface
public interface PhpSignalHandler {
  /** Called with the number of the signal. PHP's second argument, siginfo, is not known in Java. */
  void handle(int signo);
}
