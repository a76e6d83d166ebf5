package dev.mocha.application.streaming;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a stream has read the log to, kept beside what it made of it. */
public interface StreamOffsets {

  /** The name of the stream. */
  String stream();

  /**
   * Where each of these partitions is read to; its beginning where nothing was read.
   *
   * @throws Unavailable when the database is away
   */
  Map<LogPartition, Position> of(Collection<LogPartition> partitions);

  /**
   * Does the work and moves the positions in one transaction.
   *
   * @throws Overtaken when a position is no longer where the caller took it to be: another consumer
   *     owns the partition by now, and nothing of this is kept
   */
  void advance(List<Advance> advances, Runnable work);

  /**
   * How many minutes of partitions the stream has other events of than were published, among those
   * that the log says are complete.
   *
   * @throws Unavailable when the database is away
   */
  long differences();

  /**
   * Where a partition is read to.
   *
   * @param next the offset to read next
   * @param completeTo the time of the last watermark passed; null when none was
   */
  record Position(long next, @Nullable Instant completeTo) {

    /** Nothing is read. */
    public static final Position BEGINNING = new Position(0, null);
  }

  /**
   * A step of a partition's position.
   *
   * @param from the offset that the batch began at
   * @param to the offset to read next
   * @param completeTo the time of the last watermark passed; null when none was
   * @param expected what the watermarks passed say was published, the later the better known
   */
  record Advance(
      LogPartition partition,
      long from,
      long to,
      @Nullable Instant completeTo,
      List<LogCount> expected) {

    /** This step and the one after it as one. */
    public Advance then(Advance after) {
      return new Advance(
          partition,
          from,
          after.to,
          after.completeTo == null ? completeTo : after.completeTo,
          Stream.concat(expected.stream(), after.expected.stream()).toList());
    }
  }

  /** The database cannot work now; it has nothing against the records. */
  final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Unavailable(Throwable cause) {
      super("the reports database is not available: " + cause.getMessage(), cause);
    }
  }

  /** Another consumer has moved the position. */
  final class Overtaken extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Overtaken(LogPartition partition, long expected) {
      super("the position of " + partition + " is no longer " + expected);
    }
  }
}
