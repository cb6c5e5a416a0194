package org.phpipc.serialize;

/** The bytes of PHP's format; {@link PhpToken} says what each tag starts. */
final class Tag {

  static final byte NULL = 'N';
  static final byte BOOLEAN = 'b';
  static final byte INT = 'i';
  static final byte FLOAT = 'd';
  static final byte STRING = 's';

  /** Read only: a string where {@code \} and two hex digits are one byte. */
  static final byte ESCAPED = 'S';

  static final byte ARRAY = 'a';
  static final byte OBJECT = 'O';
  static final byte CUSTOM = 'C';
  static final byte ENUM = 'E';
  static final byte OBJECT_REFERENCE = 'r';
  static final byte REFERENCE = 'R';

  static final byte COLON = ':';
  static final byte SEMICOLON = ';';
  static final byte QUOTE = '"';
  static final byte OPEN = '{';
  static final byte CLOSE = '}';
  static final byte ESCAPE = '\\';

  private Tag() {}
}
