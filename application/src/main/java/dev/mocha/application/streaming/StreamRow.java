package dev.mocha.application.streaming;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a record does to the table of its stream. Values stand in the order of the columns. */
public sealed interface StreamRow {

  List<@Nullable Object> values();

  /** Writes a row, over an older one of the same key. */
  record Upsert(List<@Nullable Object> values) implements StreamRow {}

  /**
   * Deletes the row of a key where it is older than this; whatever its version where this has none.
   * What is neither key nor version is null.
   */
  record Delete(List<@Nullable Object> values) implements StreamRow {}
}
