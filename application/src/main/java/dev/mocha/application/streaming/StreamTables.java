package dev.mocha.application.streaming;

import java.util.List;

/** What streams keep: their rows, and how far they are with the log, in one database. */
public interface StreamTables {

  /**
   * Makes the table of a stream where it is missing.
   *
   * @throws Mismatch when it is there with other columns
   * @throws StreamOffsets.Unavailable when the database is away
   */
  StreamTable open(StreamDefinition stream);

  /** How far the stream of this name has read the log. */
  StreamOffsets positions(String stream);

  /** What the stream of this name has put aside. */
  StreamDeadLetters deadLetters(String stream);

  /** A table that is there. */
  interface StreamTable {

    /**
     * Writes rows in the transaction that is open.
     *
     * @param rows in the order of the log
     */
    void write(List<? extends StreamRow> rows);
  }

  /** A table is not as its stream needs it. */
  final class Mismatch extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Mismatch(String message) {
      super(message);
    }
  }
}
