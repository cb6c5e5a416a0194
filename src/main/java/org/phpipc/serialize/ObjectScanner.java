package org.phpipc.serialize;

import java.io.InputStream;
import org.phpipc.serialize.token.KnownName;
import org.phpipc.serialize.token.Tag;

/**
 * The part of PHP's grammar that has names of classes: objects, those with bytes of their own, and
 * enum cases. As everywhere, offsets of failures are those of PHP.
 */
abstract sealed class ObjectScanner extends KeyScanner permits ContainerScanner {

  private Object className = "";

  ObjectScanner(byte[] bytes, int offset, int length) {
    super(bytes, offset, length);
  }

  ObjectScanner(InputStream source) {
    super(source);
  }

  /** The class of the object that was read last; bytes that are not UTF-8 become U+FFFD. */
  public final String className() {
    return className.toString();
  }

  /** The same, as a PhpString if it is not UTF-8. */
  final Object storedClassName() {
    return className;
  }

  /** The head of an object, to after the brace, where the position comes to stand. */
  final int scanObjectHead() {
    scanClassName();
    int quote = cursor - 2;
    if (!has(quote + 3L)) {
      say(Diagnostic.badData());
      throw failure(quote, "expected a count");
    }
    long count = scanLooseCount();
    if (!mayHavePairs(quote, count)) {
      throw failure(cursor, "impossible count");
    }
    openBrace();
    return (int) count;
  }

  /** Leaves {@link #cursor} after the colon. */
  private void scanClassName() {
    scanQuoted("class name", 1, Tag.COLON);
    if (!ClassName.isValid(text, textStart, textLength)) {
      throw failure(position, "not a class name");
    }
    KnownName known = KnownName.of(text, textStart, textLength);
    className = known == null ? PhpString.textOrBytes(text, textStart, textLength) : known.text;
  }

  private void openBrace() {
    if (at(cursor) != Tag.COLON) {
      throw failure(cursor, "expected ':'");
    }
    if (at(cursor + 1) != Tag.OPEN) {
      throw failure(cursor + 1, "expected '{'");
    }
    position = cursor + 2;
  }

  final PhpCustom scanCustom() {
    scanClassName();
    long length = scanLooseCount();
    if (!has(cursor + 2L)) {
      throw failure(cursor, "expected ':'");
    }
    openBrace();
    fetchPayload(length);
    int end = position + (int) length;
    if (at(end) != Tag.CLOSE) {
      throw failure(end, "expected '}'");
    }
    PhpString payload = PhpString.of(bytes, position, (int) length);
    position = end + 1;
    return new PhpCustom(className, payload);
  }

  /** The payload and a byte more. */
  private void fetchPayload(long length) {
    boolean possible = length >= 0 && mayHaveText(position, length + 1);
    if (possible) {
      checkLength(position, length);
    }
    if (!possible || !hasText(position + length + 1)) {
      say(Diagnostic.insufficientData(length, limit - position));
      throw failure(position, "impossible length");
    }
  }

  final PhpEnum scanEnum() {
    scanQuoted("enum", 1, Tag.SEMICOLON);
    int separator = PhpEnum.separator(text, textStart, textLength);
    PhpString name = PhpString.of(text, textStart, textLength);
    if (separator < 0) {
      say(Diagnostic.missingColon(name.toString()));
      throw failure(position, "expected a colon in the name");
    }
    int classLength = separator - textStart;
    if (classLength == 0 || !ClassName.hasValidBytes(text, textStart, classLength)) {
      throw failure(position, "not a class name");
    }
    position = cursor;
    return new PhpEnum(name);
  }
}
