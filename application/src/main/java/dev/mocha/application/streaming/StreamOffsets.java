package dev.mocha.application.streaming;

import dev.mocha.application.failures.Unavailable;
import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The offsets of a stream, stored in the same database as the rows that it writes. */
public interface StreamOffsets {

  /** The name of the stream. */
  String stream();

  /**
   * The offset of each of these partitions; the beginning where nothing was read.
   *
   * @throws DatabaseUnavailable when the database is not available
   */
  Map<LogPartition, Offset> of(Collection<LogPartition> partitions);

  /**
   * Moves the offsets and does the work in one transaction.
   *
   * @throws Overtaken when a stored offset is not the one that its advance starts from, because
   *     another consumer owns the partition now; nothing is stored then
   */
  void advance(List<Advance> advances, Runnable work);

  /**
   * How many minutes of the log, among those that the watermarks call complete, have other events
   * in the stream than were published.
   *
   * @throws DatabaseUnavailable when the database is not available
   */
  long differences();

  /**
   * The offset of a partition.
   *
   * @param next the offset to read next
   * @param completeTo the time of the last watermark read; null before the first
   */
  record Offset(long next, @Nullable Instant completeTo) {

    /** Nothing is read. */
    public static final Offset BEGINNING = new Offset(0, null);
  }

  /**
   * The part of a batch that belongs to one partition.
   *
   * @param from the stored offset that the batch starts from
   * @param to the offset to read next
   * @param completeTo the time of the last watermark in the batch; null for none
   * @param expected the counts in the watermarks of the batch; a later count replaces an earlier
   */
  record Advance(
      LogPartition partition,
      long from,
      long to,
      @Nullable Instant completeTo,
      List<LogCount> expected) {

    /** Both advances as one. */
    public Advance then(Advance after) {
      return new Advance(
          partition,
          from,
          after.to,
          after.completeTo == null ? completeTo : after.completeTo,
          Stream.concat(expected.stream(), after.expected.stream()).toList());
    }
  }

  /** The database is not available; the records may be valid. */
  final class DatabaseUnavailable extends Unavailable {
    private static final long serialVersionUID = 1;

    public DatabaseUnavailable(Throwable cause) {
      super(
          "the reports database is not available: " + cause.getMessage(),
          cause,
          "The database is unavailable. Try again later.",
          1);
    }
  }

  /** Another consumer has moved the offset. */
  final class Overtaken extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Overtaken(LogPartition partition, long expected) {
      super("the offset of " + partition + " is no longer " + expected);
    }
  }
}
