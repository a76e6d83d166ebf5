package dev.mocha.http.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.mocha.http.web.Problems.Violation;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Describes what is wrong with a JSON text. */
public final class UnreadableText {

  private UnreadableText() {}

  /** The field that cannot be read, and the reason. */
  public static Violation violationOf(@Nullable Throwable cause) {
    if (cause instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      String path =
          mapping.getPath().stream()
              .map(
                  it ->
                      it.getFieldName() == null
                          ? "[" + it.getIndex() + "]"
                          : "." + it.getFieldName())
              .collect(Collectors.joining());
      return new Violation(path.substring(path.startsWith(".") ? 1 : 0), whatIsWrong(mapping));
    }
    if (cause instanceof JsonMappingException) {
      return new Violation(null, "has the wrong type or format");
    }
    if (cause instanceof JsonProcessingException broken && broken.getLocation() != null) {
      return new Violation(
          null, "is not JSON: an error at column " + broken.getLocation().getColumnNr());
    }
    return new Violation(null, "a body is required");
  }

  private static String whatIsWrong(JsonMappingException mapping) {
    if (mapping instanceof UnrecognizedPropertyException) {
      return "is not a known field";
    }
    return mapping instanceof InvalidFormatException of && of.getTargetType().isEnum()
        ? Stream.of(of.getTargetType().getEnumConstants())
            .map(Object::toString)
            .collect(Collectors.joining(", ", "must be one of ", ""))
        : "has the wrong type or format";
  }
}
