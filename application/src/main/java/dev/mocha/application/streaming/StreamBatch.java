package dev.mocha.application.streaming;

import dev.mocha.application.streaming.StreamRow.Delete;
import dev.mocha.application.streaming.StreamRow.Upsert;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a batch, reduced to at most one delete and one upsert for each key. The deletes,
 * executed before the upserts, have the same effect as all rows one after another.
 */
public record StreamBatch(List<Delete> deletes, List<Upsert> upserts) {

  private static final class Pending {
    private @Nullable Delete delete;
    private @Nullable Upsert upsert;
  }

  /**
   * Reduces rows.
   *
   * @param rows in the order of the log
   */
  public static StreamBatch of(StreamDefinition stream, List<? extends StreamRow> rows) {
    int[] key = stream.keyIndexes();
    int version = stream.versionIndex();
    Map<Object, Pending> pending = LinkedHashMap.newLinkedHashMap(rows.size());
    for (StreamRow row : rows) {
      Pending known = pending.computeIfAbsent(keyOf(row, key), _ -> new Pending());
      switch (row) {
        case Upsert it -> {
          if (known.upsert == null || isNewer(it, known.upsert, version)) {
            known.upsert = it;
          }
        }
        case Delete it -> {
          if (known.upsert == null || isNewer(it, known.upsert, version)) {
            known.upsert = null;
            if (known.delete == null || isNewer(it, known.delete, version)) {
              known.delete = it;
            }
          }
        }
      }
    }
    var deletes = new ArrayList<Delete>();
    var upserts = new ArrayList<Upsert>(pending.size());
    for (Pending it : pending.values()) {
      if (it.delete != null) {
        deletes.add(it.delete);
      }
      if (it.upsert != null) {
        upserts.add(it.upsert);
      }
    }
    return new StreamBatch(deletes, upserts);
  }

  /** Without a version column the later row is newer. A delete without a version always wins. */
  private static boolean isNewer(StreamRow later, StreamRow earlier, int version) {
    if (version < 0) {
      return true;
    }
    Object mine = later.values().get(version);
    Object other = earlier.values().get(version);
    return mine == null || (other != null && compare(mine, other) > 0);
  }

  @SuppressWarnings("unchecked") // versions of one stream are of one type, which has an order
  private static int compare(Object one, Object other) {
    return ((Comparable<Object>) one).compareTo(other);
  }

  private static Object keyOf(StreamRow row, int[] key) {
    if (key.length == 1) {
      return keyValue(row.values().get(key[0]));
    }
    var values = new ArrayList<Object>(key.length);
    for (int index : key) {
      values.add(keyValue(row.values().get(index)));
    }
    return values;
  }

  /** PostgreSQL compares 1.0 and 1.00 as equal; {@code BigDecimal.equals} does not. */
  private static Object keyValue(@Nullable Object value) {
    return switch (value) {
      case null -> throw new IllegalArgumentException("a row without a key");
      case BigDecimal number -> number.stripTrailingZeros();
      default -> value;
    };
  }
}
