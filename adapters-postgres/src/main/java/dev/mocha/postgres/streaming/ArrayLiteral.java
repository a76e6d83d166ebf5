package dev.mocha.postgres.streaming;

import java.util.List;

/** Arrays in text form. Source: PostgreSQL manual, "Array Input and Output Syntax". */
final class ArrayLiteral {

  private ArrayLiteral() {}

  static String of(List<?> values) {
    var literal = new StringBuilder("{");
    for (Object value : values) {
      if (literal.length() > 1) {
        literal.append(',');
      }
      if (value == null) {
        literal.append("NULL");
      } else {
        quote(literal, value.toString());
      }
    }
    return literal.append('}').toString();
  }

  private static void quote(StringBuilder literal, String value) {
    literal.append('"');
    for (int index = 0; index < value.length(); index++) {
      char it = value.charAt(index);
      if (it == '"' || it == '\\') {
        literal.append('\\');
      }
      literal.append(it);
    }
    literal.append('"');
  }
}
