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
 * The records of a batch, reduced to at most one delete and one row of each key. The deletes, done
 * first, and the rows after them leave the table as the records would one after another.
 */
public record StreamBatch(List<Delete> deletes, List<Upsert> upserts) {

  /** What is left to do about one key. */
  private static final class Pending {
    private @Nullable Delete delete;
    private @Nullable Upsert upsert;
  }

  /**
   * Reduces records.
   *
   * @param rows in the order of the log
   */
  public static StreamBatch of(StreamDefinition stream, List<? extends StreamRow> rows) {
    int[] key = stream.keyIndexes();
    int version = stream.versionIndex();
    Map<Object, Pending> pending = LinkedHashMap.newLinkedHashMap(rows.size());
    for (StreamRow row : rows) {
      Pending of = pending.computeIfAbsent(keyOf(row, key), _ -> new Pending());
      switch (row) {
        case Upsert it -> {
          if (of.upsert == null || isNewer(it, of.upsert, version)) {
            of.upsert = it;
          }
        }
        case Delete it -> {
          if (of.upsert == null || isNewer(it, of.upsert, version)) {
            of.upsert = null;
            if (of.delete == null || isNewer(it, of.delete, version)) {
              of.delete = it;
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

  /**
   * Where there is no version to compare, what comes later is newer; a delete without one ends all.
   */
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

  /** Numbers that PostgreSQL takes for equal are equal here. */
  private static Object keyValue(@Nullable Object value) {
    return switch (value) {
      case null -> throw new IllegalArgumentException("a row without a key");
      case BigDecimal number -> number.stripTrailingZeros();
      default -> value;
    };
  }
}
