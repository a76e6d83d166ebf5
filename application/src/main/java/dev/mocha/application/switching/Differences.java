package dev.mocha.application.switching;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;

import dev.mocha.application.reporting.SummaryFigure;
import dev.mocha.application.switching.ComparisonStats.Counted;
import dev.mocha.application.switching.Mismatches.Field;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** In what two answers differ, field by field, and what kind of difference that is. */
record Differences(List<Field> fields, Map<String, String> old, Map<String, String> young) {

  static final Differences NONE = new Differences(List.of(), Map.of(), Map.of());

  private static final Set<String> OF_PERSONS = Set.of("customerId", "note");

  /** Of this process: a customer cannot be found by trying all of them. */
  private static final byte[] SALT = new SecureRandom().generateSeed(16);

  private static final String ORDERS = "orders.items.";
  private static final Set<String> DAY = Set.of("date", "timeZone", "dayStart", "dayEnd");
  private static final Set<String> AMOUNTS =
      Stream.of(SummaryFigure.values())
          .filter(SummaryFigure::isMoney)
          .map(SummaryFigure::field)
          .collect(toSet());
  private static final int LONGEST = 200;
  private static final Duration NEAR = Duration.ofHours(1);

  /**
   * Compares.
   *
   * @param old fields of the old path's answer by their paths
   * @param young those of the new path's
   */
  static Differences between(Map<String, String> old, Map<String, String> young) {
    var paths = new TreeSet<>(old.keySet());
    paths.addAll(young.keySet());
    return new Differences(
        paths.stream()
            .filter(it -> !Objects.equals(old.get(it), young.get(it)))
            .map(it -> new Field(it, old.get(it), young.get(it)))
            .toList(),
        old,
        young);
  }

  boolean isEmpty() {
    return fields.isEmpty();
  }

  /** The first of them, without what concerns persons. */
  List<Field> sample(int most) {
    return fields.stream()
        .limit(most)
        .map(it -> new Field(it.path(), cut(it.old()), cut(it.young())))
        .map(
            it ->
                OF_PERSONS.contains(name(it))
                    ? new Field(it.path(), unreadable(it.old()), unreadable(it.young()))
                    : it)
        .toList();
  }

  private static @Nullable String cut(@Nullable String value) {
    return value == null || value.length() <= LONGEST ? value : value.substring(0, LONGEST);
  }

  /** The same for equal values of one sample, so that it can be seen whether they are. */
  private static @Nullable String unreadable(@Nullable String value) {
    try {
      if (value == null) {
        return null;
      }
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(SALT);
      return "sha256:"
          + HexFormat.of().formatHex(digest.digest(value.getBytes(UTF_8))).substring(0, 12);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  Counted kind() {
    if (fields.stream().map(Field::path).anyMatch(DAY::contains)) {
      return Counted.BOUNDARY;
    }
    List<String> inOneOnly =
        fields.stream()
            .filter(it -> it.path().startsWith(ORDERS) && it.path().endsWith(".placedAt"))
            .filter(it -> it.old() == null || it.young() == null)
            .map(it -> Objects.requireNonNullElse(it.old(), it.young()))
            .toList();
    if (!inOneOnly.isEmpty()) {
      return inOneOnly.stream().allMatch(this::isNearAnEnd) ? Counted.BOUNDARY : Counted.MISSING;
    }
    return fields.stream().allMatch(Differences::isRounded) ? Counted.ROUNDING : Counted.WRONG;
  }

  private boolean isNearAnEnd(String placedAt) {
    Instant at = Instant.parse(placedAt);
    return Stream.of("dayStart", "dayEnd")
        .map(old::get)
        .filter(Objects::nonNull)
        .map(it -> Duration.between(Instant.parse(it), at).abs())
        .anyMatch(it -> it.compareTo(NEAR) <= 0);
  }

  private static String name(Field field) {
    return field.path().substring(field.path().lastIndexOf('.') + 1);
  }

  private static boolean isRounded(Field field) {
    try {
      return AMOUNTS.contains(name(field))
          && field.old() != null
          && field.young() != null
          && new BigDecimal(field.old())
                  .subtract(new BigDecimal(field.young()))
                  .abs()
                  .compareTo(BigDecimal.ONE)
              <= 0;
    } catch (NumberFormatException noNumber) {
      return false;
    }
  }
}
