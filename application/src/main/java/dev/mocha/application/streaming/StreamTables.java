package dev.mocha.application.streaming;

import java.util.List;

/** The tables, offsets and dead letters of streams, in one database. */
public interface StreamTables {

  /**
   * Creates the table of a stream if it does not exist.
   *
   * @throws Mismatch when it exists with other columns
   * @throws StreamOffsets.DatabaseUnavailable when the database is not available
   */
  StreamTable open(StreamDefinition stream);

  /** The offsets of the stream of this name. */
  StreamOffsets offsets(String stream);

  /** The dead letters of the stream of this name. */
  StreamDeadLetters deadLetters(String stream);

  /** The table of a stream. */
  interface StreamTable {

    /**
     * Writes rows in the current transaction.
     *
     * @param rows in the order of the log
     */
    void write(List<? extends StreamRow> rows);
  }

  /** A table differs from the definition of its stream. */
  final class Mismatch extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Mismatch(String message) {
      super(message);
    }
  }
}
