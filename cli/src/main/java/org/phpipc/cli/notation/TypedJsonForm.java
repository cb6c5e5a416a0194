package org.phpipc.cli.notation;

/** The member names and type names of typed JSON. */
final class TypedJsonForm {

  static final String TYPE = "t";
  static final String VALUE_TEXT = "v";
  static final String BYTES = "b64";
  static final String ID = "id";
  static final String CLASS = "class";
  static final String CASE = "case";
  static final String FORM = "form";
  static final String ITEMS = "items";
  static final String PROPERTIES = "props";
  static final String VALUE = "value";

  static final String NULL = "null";
  static final String BOOL = "bool";
  static final String INT = "int";
  static final String FLOAT = "float";
  static final String STRING = "str";
  static final String ARRAY = "array";
  static final String OBJECT = "object";
  static final String OBJECT_AGAIN = "objref";
  static final String CUSTOM = "custom";
  static final String ENUM = "enum";
  static final String REFERENCE = "ref";

  /** Of {@link #FORM}: properties by their stored names. */
  static final String BY_PROPERTIES = "props";

  /** Of {@link #FORM}: the array that {@code __serialize()} gave. */
  static final String BY_ARRAY = "serialize";

  private TypedJsonForm() {}
}
