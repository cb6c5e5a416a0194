package org.phpipc.cli.notation;

/** The JSON is broken, or does not describe a PHP value. */
public final class TypedJsonException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  public TypedJsonException(String what, String path) {
    super(what + " at " + path);
  }
}
