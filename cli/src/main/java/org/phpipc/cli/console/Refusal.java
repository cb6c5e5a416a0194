package org.phpipc.cli.console;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** A request cannot be fulfilled, for the reason in the message. Exit code 1. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Refusal(String message) {
    super(message);
  }

  /** Adds the reason, which exceptions that name a file express only by their type. */
  public static Refusal of(String what, IOException e) {
    String reason = String.valueOf(e.getMessage());
    if (e instanceof NoSuchFileException) {
      reason = "no such file or folder";
    } else if (e instanceof FileAlreadyExistsException) {
      reason = "it exists already";
    } else if (e instanceof AccessDeniedException) {
      reason = "permission denied";
    }
    Refusal refusal = new Refusal(what + ": " + reason);
    refusal.initCause(e);
    return refusal;
  }
}
