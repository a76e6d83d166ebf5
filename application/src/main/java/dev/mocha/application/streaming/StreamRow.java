package dev.mocha.application.streaming;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The change that a record makes to the table of its stream. Values are in column order. */
public sealed interface StreamRow {

  List<@Nullable Object> values();

  /** Writes the row unless the stored one has a newer or equal version. */
  record Upsert(List<@Nullable Object> values) implements StreamRow {}

  /**
   * Deletes the row of a key if its version is older than this one; a null version deletes any. All
   * values except those of the key and the version are null.
   */
  record Delete(List<@Nullable Object> values) implements StreamRow {}
}
