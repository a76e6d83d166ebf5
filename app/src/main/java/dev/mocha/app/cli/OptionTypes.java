package dev.mocha.app.cli;

import static java.util.stream.Collectors.joining;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Types of options and arguments besides picocli's own. A wrong value ends the command with exit
 * code 2 and a message that names the option and what it may be.
 */
public final class OptionTypes {
  private OptionTypes() {}

  /** Makes dates readable by all commands. */
  public static CommandLine register(CommandLine commands) {
    return commands.registerConverter(LocalDate.class, OptionTypes::date);
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException malformed) {
      throw new TypeConversionException(
          "must be a date such as 2018-07-26, not '%s'".formatted(text));
    }
  }

  /** A value of a list, by its text. */
  abstract static class OneOf<T> implements ITypeConverter<T> {
    private final List<T> values;

    OneOf(List<T> values) {
      this.values = values;
    }

    @Override
    public final T convert(String text) {
      return values.stream()
          .filter(it -> it.toString().equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "must be one of %s, not '%s'"
                          .formatted(
                              values.stream().map(Object::toString).collect(joining(", ")), text)));
    }
  }

  /** Whole numbers in a range. A subclass gives an option its range. */
  abstract static class Range implements ITypeConverter<Integer> {
    private final int min;
    private final int max;

    Range(int min, int max) {
      this.min = min;
      this.max = max;
    }

    @Override
    public final Integer convert(String text) {
      try {
        int number = Integer.parseInt(text);
        if (number >= min && number <= max) {
          return number;
        }
      } catch (NumberFormatException malformed) {
        // The message is the same.
      }
      throw new TypeConversionException("must be %d to %d, not '%s'".formatted(min, max, text));
    }
  }
}
