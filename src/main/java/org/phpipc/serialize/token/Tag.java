package org.phpipc.serialize.token;

/** The bytes of PHP's format; {@code PhpToken} says what each tag starts. */
public final class Tag {
  public static final byte NULL = 'N';
  public static final byte BOOLEAN = 'b';
  public static final byte INT = 'i';
  public static final byte FLOAT = 'd';
  public static final byte STRING = 's';

  /** Read only: a string where {@code \} and two hex digits are one byte. */
  public static final byte ESCAPED = 'S';

  public static final byte ARRAY = 'a';
  public static final byte OBJECT = 'O';
  public static final byte CUSTOM = 'C';
  public static final byte ENUM = 'E';
  public static final byte OBJECT_REFERENCE = 'r';
  public static final byte REFERENCE = 'R';

  public static final byte COLON = ':';
  public static final byte SEMICOLON = ';';
  public static final byte QUOTE = '"';
  public static final byte OPEN = '{';
  public static final byte CLOSE = '}';
  public static final byte ESCAPE = '\\';

  private Tag() {}
}
