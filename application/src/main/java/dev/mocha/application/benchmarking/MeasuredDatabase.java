package dev.mocha.application.benchmarking;

import java.time.Duration;
import java.util.List;

/** A database that this process works with. */
public interface MeasuredDatabase {

  /** What it has done until now, and what it holds. */
  Use use();

  /**
   * What a database has done since its server began to count, for all that ask it. A server tells
   * of a session up to ten seconds late.
   *
   * @param name {@code orders} or {@code reports}
   * @param server its product and version
   * @param busy the time that statements took, those that ran side by side added up
   * @param buffersHit blocks that were in memory
   * @param buffersRead blocks that were read into memory
   * @param tables the largest first
   */
  record Use(
      String name,
      String server,
      Duration busy,
      long buffersHit,
      long buffersRead,
      List<TableSize> tables) {}

  /**
   * How large a table is.
   *
   * @param name with its schema
   * @param rows about as many
   * @param bytes with its partitions, indexes and large values
   */
  record TableSize(String name, long rows, long bytes) {}
}
