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
 * Requires a text that is not blank, not longer than allowed, and that a database and a UTF-8 file
 * can store: no control characters but line break and tab, no unpaired surrogate. Null is valid.
 */
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = PlainText.Validator.class)
public @interface PlainText {

  /** The maximum length in UTF-16 units. */
  int max();

  String message() default "must be a text of 1 to {max} printable characters";

  /** As Bean Validation wants it. */
  Class<?>[] groups() default {};

  /** As Bean Validation wants it. */
  Class<? extends Payload>[] payload() default {};

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
