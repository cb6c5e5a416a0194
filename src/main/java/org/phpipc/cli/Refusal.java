package org.phpipc.cli;

/** Something cannot be done, and the message is all that there is to say. Exit code 1. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Refusal(String message) {
    super(message);
  }
}
