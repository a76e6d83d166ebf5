package dev.mocha.application.benchmarking;

import java.util.List;

/** A database that this process uses. */
public interface MeasuredDatabase {

  Usage usage();

  /**
   * The counters of a database since its server began to count, over all sessions, and the sizes of
   * its tables. A session's work appears in the counters up to ten seconds late.
   *
   * @param name {@code orders} or {@code reports}
   * @param server its product and version
   * @param busyMillis the execution time of statements, the sum over concurrent ones
   * @param buffersHit blocks of 8 kB found in memory
   * @param buffersRead blocks that were read into memory
   * @param tables the largest first
   */
  record Usage(
      String name,
      String server,
      long busyMillis,
      long buffersHit,
      long buffersRead,
      List<TableSize> tables) {}

  /**
   * The size of a table.
   *
   * @param name with its schema
   * @param rows approximate
   * @param bytes with partitions, indexes and large values
   */
  record TableSize(String name, long rows, long bytes) {}
}
