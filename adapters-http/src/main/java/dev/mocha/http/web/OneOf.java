package dev.mocha.http.web;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Requires a code of a public list. Null is valid. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = OneOf.Validator.class)
public @interface OneOf {

  /** The list. */
  Codes value();

  String message() default "must be {value}";

  /** As Bean Validation wants it. */
  Class<?>[] groups() default {};

  /** As Bean Validation wants it. */
  Class<? extends Payload>[] payload() default {};

  enum Codes {
    TIME_ZONES("the name of a time zone, such as Asia/Jakarta", Codes::isRegion),
    CURRENCIES("a currency code of ISO 4217", currencies()::contains);

    private final String description;
    private final Predicate<String> known;

    Codes(String description, Predicate<String> known) {
      this.description = description;
      this.known = known;
    }

    /** Java also knows names that PostgreSQL does not know, or takes for another time. */
    private static boolean isRegion(String id) {
      return id.equals("UTC")
          || (id.contains("/")
              && !id.startsWith("SystemV/")
              && ZoneId.getAvailableZoneIds().contains(id));
    }

    private static Set<String> currencies() {
      return Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public String toString() {
      return description;
    }
  }

  final class Validator implements ConstraintValidator<OneOf, String> {

    private Codes codes = Codes.TIME_ZONES;

    @Override
    public void initialize(OneOf constraint) {
      codes = constraint.value();
    }

    @Override
    public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
      return value == null || codes.known.test(value);
    }
  }
}
