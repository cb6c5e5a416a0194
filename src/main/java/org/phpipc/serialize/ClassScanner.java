package org.phpipc.serialize;

import org.phpipc.serialize.token.ClassName;
import org.phpipc.serialize.token.KnownName;
import org.phpipc.serialize.token.Tag;
import org.phpipc.serialize.token.TokenScanner;

/**
 * The tokens that have names of classes: heads of objects, objects with bytes of their own, and
 * enum cases. As everywhere, offsets of failures are those of PHP.
 */
final class ClassScanner {
  private final TokenScanner in;
  private final ReadReports reports;

  private Object className = "";

  ClassScanner(TokenScanner in, ReadReports reports) {
    this.in = in;
    this.reports = reports;
  }

  /** The class that was read last: a String, or a PhpString if it is not UTF-8. */
  Object className() {
    return className;
  }

  /** The head of an object, to after the brace, where the position comes to stand. */
  int scanObjectHead() {
    scanClassName();
    int quote = in.cursor - 2;
    if (!in.has(quote + 3L)) {
      reports.say(Diagnostic.badData());
      throw in.failure(quote, "expected a count");
    }
    long count = in.scanLooseCount();
    if (!in.mayHavePairs(quote, count)) {
      throw in.failure(in.cursor, "impossible count");
    }
    openBrace();
    return (int) count;
  }

  /** Leaves the cursor after the colon. */
  private void scanClassName() {
    in.scanQuoted("class name", 1, Tag.COLON);
    if (!ClassName.isValid(in.text, in.textStart, in.textLength)) {
      throw in.failure(in.position, "not a class name");
    }
    KnownName known = KnownName.of(in.text, in.textStart, in.textLength);
    className =
        known == null ? PhpString.textOrBytes(in.text, in.textStart, in.textLength) : known.text;
  }

  private void openBrace() {
    if (in.at(in.cursor) != Tag.COLON) {
      throw in.failure(in.cursor, "expected ':'");
    }
    if (in.at(in.cursor + 1) != Tag.OPEN) {
      throw in.failure(in.cursor + 1, "expected '{'");
    }
    in.position = in.cursor + 2;
  }

  PhpCustom scanCustom() {
    scanClassName();
    long length = in.scanLooseCount();
    if (!in.has(in.cursor + 2L)) {
      throw in.failure(in.cursor, "expected ':'");
    }
    openBrace();
    fetchPayload(length);
    int end = in.position + (int) length;
    if (in.at(end) != Tag.CLOSE) {
      throw in.failure(end, "expected '}'");
    }
    PhpString payload = PhpString.of(in.bytes, in.position, (int) length);
    in.position = end + 1;
    return new PhpCustom(className, payload);
  }

  /** The payload and a byte more. */
  private void fetchPayload(long length) {
    boolean possible = length >= 0 && in.mayHaveText(in.position, length + 1);
    if (possible) {
      in.checkLength(in.position, length);
    }
    if (!possible || !in.hasText(in.position + length + 1)) {
      reports.say(Diagnostic.insufficientData(length, in.limit - in.position));
      throw in.failure(in.position, "impossible length");
    }
  }

  PhpEnum scanEnum() {
    in.scanQuoted("enum", 1, Tag.SEMICOLON);
    byte[] text = in.text;
    int start = in.textStart;
    int separator = PhpEnum.separator(text, start, in.textLength);
    PhpString name = PhpString.of(text, start, in.textLength);
    if (separator < 0) {
      reports.say(Diagnostic.missingColon(name.toString()));
      throw in.failure(in.position, "expected a colon in the name");
    }
    int classLength = separator - start;
    if (classLength == 0 || !ClassName.hasValidBytes(text, start, classLength)) {
      throw in.failure(in.position, "not a class name");
    }
    in.position = in.cursor;
    return new PhpEnum(name);
  }
}
