package dev.mocha.application.switching;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;

import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.reporting.SummaryFigure;
import dev.mocha.application.switching.ComparisonStats.Kind;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields in which two responses differ, and the kind of mismatch that follows. The primary is
 * on the left.
 */
record Differences(List<FieldDifference> fields, Map<String, String> primary) {

  static final Differences NONE = new Differences(List.of(), Map.of());

  private static final Set<String> PERSONAL = Set.of("customerId", "note");

  /** Of this process, so that nobody finds a customer by hashing all ids. */
  private static final byte[] SALT = new SecureRandom().generateSeed(16);

  private static final String ORDERS = "orders.items.";
  private static final Set<String> DAY = Set.of("date", "timeZone", "dayStart", "dayEnd");
  private static final Set<String> AMOUNTS =
      Stream.of(SummaryFigure.values())
          .filter(SummaryFigure::isMoney)
          .map(SummaryFigure::field)
          .collect(toSet());
  private static final int MAX_VALUE_LENGTH = 200;
  private static final Duration NEAR = Duration.ofHours(1);

  /** Compares the fields of two responses by their paths. */
  static Differences between(Map<String, String> primary, Map<String, String> candidate) {
    return new Differences(FieldDifference.between(primary, candidate), primary);
  }

  boolean isEmpty() {
    return fields.isEmpty();
  }

  /** The first of the fields, with personal data hashed. */
  List<FieldDifference> sample(int limit) {
    return fields.stream()
        .limit(limit)
        .map(it -> new FieldDifference(it.field(), shown(it, it.left()), shown(it, it.right())))
        .toList();
  }

  private static @Nullable String shown(FieldDifference difference, @Nullable String value) {
    if (value == null) {
      return null;
    }
    String cut = value.length() <= MAX_VALUE_LENGTH ? value : value.substring(0, MAX_VALUE_LENGTH);
    return PERSONAL.contains(name(difference)) ? hash(cut) : cut;
  }

  /** Equal values have equal hashes, so that two of them can still be compared. */
  private static String hash(String value) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(SALT);
      return "sha256:"
          + HexFormat.of().formatHex(digest.digest(value.getBytes(UTF_8))).substring(0, 12);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  Kind kind() {
    if (fields.stream().map(FieldDifference::field).anyMatch(DAY::contains)) {
      return Kind.BOUNDARY;
    }
    List<String> inOneOnly =
        fields.stream()
            .filter(it -> it.field().startsWith(ORDERS) && it.field().endsWith(".placedAt"))
            .filter(it -> it.left() == null || it.right() == null)
            .map(it -> Objects.requireNonNullElse(it.left(), it.right()))
            .toList();
    if (!inOneOnly.isEmpty()) {
      return inOneOnly.stream().allMatch(this::isNearAnEnd) ? Kind.BOUNDARY : Kind.MISSING;
    }
    return fields.stream().allMatch(Differences::isRounding) ? Kind.ROUNDING : Kind.VALUE;
  }

  private boolean isNearAnEnd(String placedAt) {
    Instant at = Instant.parse(placedAt);
    return Stream.of("dayStart", "dayEnd")
        .map(primary::get)
        .filter(Objects::nonNull)
        .map(it -> Duration.between(Instant.parse(it), at).abs())
        .anyMatch(it -> it.compareTo(NEAR) <= 0);
  }

  private static String name(FieldDifference difference) {
    return difference.field().substring(difference.field().lastIndexOf('.') + 1);
  }

  private static boolean isRounding(FieldDifference difference) {
    try {
      return AMOUNTS.contains(name(difference))
          && difference.left() != null
          && difference.right() != null
          && new BigDecimal(difference.left())
                  .subtract(new BigDecimal(difference.right()))
                  .abs()
                  .compareTo(BigDecimal.ONE)
              <= 0;
    } catch (NumberFormatException notANumber) {
      return false;
    }
  }
}
