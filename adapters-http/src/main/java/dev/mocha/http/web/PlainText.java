package dev.mocha.http.web;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/**
 * A text that is not blank, not longer than allowed, and that a database and a UTF-8 file can hold:
 * no control characters but line break and tab, no half of a surrogate pair. Absent is valid.
 */
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = PlainText.Validator.class)
public @interface PlainText {

  /** In UTF-16 units. */
  int max();

  /** The message of a violation. */
  String message() default "must be a text of 1 to {max} printable characters";

  /** As Bean Validation wants it. */
  Class<?>[] groups() default {};

  /** As Bean Validation wants it. */
  Class<? extends Payload>[] payload() default {};

  /** Checks it. */
  final class Validator implements ConstraintValidator<PlainText, String> {

    private int max;

    @Override
    public void initialize(PlainText constraint) {
      max = constraint.max();
    }

    @Override
    public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
      return value == null
          || (!value.isBlank()
              && value.length() <= max
              && value.codePoints().allMatch(Validator::isPlain));
    }

    private static boolean isPlain(int point) {
      return point == '\n'
          || point == '\t'
          || !(Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE);
    }
  }
}
