package dev.mocha.postgres.switching;

import static dev.mocha.postgres.sql.Columns.at;
import static dev.mocha.postgres.sql.Columns.requiredInstant;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.switching.ComparisonStats;
import dev.mocha.application.switching.ComparisonStats.Kind;
import dev.mocha.application.switching.Latencies;
import dev.mocha.application.switching.SwitchState;
import dev.mocha.application.switching.SwitchState.Mode;
import dev.mocha.application.switching.SwitchState.Setting;
import dev.mocha.application.switching.SwitchStates;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.postgres.rows.OrderColumns;
import dev.mocha.postgres.sql.Columns;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The state of the switch, its changes, and its statistics, in the orders database. */
final class SwitchTables implements SwitchStates {

  private static final ObjectReader COUNTS = OrderColumns.JSON.readerForMapOf(Long.class);
  private static final ObjectReader SETTING = OrderColumns.JSON.readerFor(StoredSetting.class);
  private static final ObjectReader STATS = OrderColumns.JSON.readerFor(StoredStats.class);

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final String instance;

  /**
   * @param transaction on the same database
   * @param instance names this process, different from every other one
   */
  SwitchTables(JdbcClient orders, TransactionTemplate transaction, String instance) {
    this.jdbc = orders;
    this.transaction = transaction;
    this.instance = instance;
  }

  @Override
  public SwitchState current() {
    return jdbc.sql("SELECT * FROM switch_state").query((row, _) -> state(row)).single();
  }

  private static SwitchState state(ResultSet row) throws SQLException {
    return new SwitchState(
        row.getLong("epoch"),
        new Setting(
            Mode.valueOf(row.getString("mode")),
            row.getInt("share"),
            merchants(row.getArray("always")),
            merchants(row.getArray("never")),
            row.getBoolean("automatic")),
        requiredInstant(row, "since"));
  }

  private static Set<MerchantId> merchants(Array ids) throws SQLException {
    return Stream.of((String[]) ids.getArray()).map(MerchantId::new).collect(Collectors.toSet());
  }

  private static String[] ids(Set<MerchantId> merchants) {
    return merchants.stream().map(MerchantId::value).sorted().toArray(String[]::new);
  }

  @Override
  public Optional<SwitchState> change(long expectedEpoch, Setting to, SwitchChange change) {
    return transaction.execute(
        _ -> {
          Optional<SwitchState> before =
              jdbc.sql("SELECT * FROM switch_state WHERE epoch = ? FOR UPDATE")
                  .param(expectedEpoch)
                  .query((row, _) -> state(row))
                  .optional();
          return before.map(
              it -> {
                append(it, to, change);
                jdbc.sql("DELETE FROM switch_statistics WHERE epoch <= ?")
                    .param(expectedEpoch)
                    .update();
                return update(to);
              });
        });
  }

  private SwitchState update(Setting to) {
    return jdbc.sql(
            """
            UPDATE switch_state
            SET epoch = epoch + 1, mode = ?, share = ?, always = ?, never = ?, automatic = ?,
                since = clock_timestamp()
            RETURNING *
            """)
        .params(to.mode().name(), to.share(), ids(to.always()), ids(to.never()), to.automatic())
        .query((row, _) -> state(row))
        .single();
  }

  private void append(SwitchState before, Setting to, SwitchChange change) {
    jdbc.sql(
            """
            INSERT INTO switch_changes (by, reason, epoch, from_setting, to_setting, statistics)
            VALUES (?, ?, ?, ?::jsonb, ?::jsonb, ?::jsonb)
            """)
        .params(
            change.requestedBy().by(),
            change.requestedBy().reason(),
            before.epoch(),
            OrderColumns.json(StoredSetting.of(before.setting())),
            OrderColumns.json(StoredSetting.of(to)),
            OrderColumns.json(StoredStats.of(change.stats())))
        .update();
  }

  /** A setting as JSON. */
  private record StoredSetting(
      Mode mode, int share, List<String> always, List<String> never, boolean automatic) {

    static StoredSetting of(Setting it) {
      return new StoredSetting(
          it.mode(),
          it.share(),
          List.of(ids(it.always())),
          List.of(ids(it.never())),
          it.automatic());
    }

    Setting setting() {
      return new Setting(
          mode,
          share,
          always.stream().map(MerchantId::new).collect(Collectors.toSet()),
          never.stream().map(MerchantId::new).collect(Collectors.toSet()),
          automatic);
    }
  }

  /** Statistics as JSON. */
  @SuppressWarnings("ArrayRecordComponent") // many numbers, never compared
  private record StoredStats(Map<String, Long> counts, long[] primary, long[] candidate) {

    static StoredStats of(ComparisonStats it) {
      return new StoredStats(
          it.counts().entrySet().stream()
              .collect(Collectors.toMap(count -> count.getKey().name(), Map.Entry::getValue)),
          it.primary().counts(),
          it.candidate().counts());
    }

    ComparisonStats stats() {
      return new ComparisonStats(known(counts), new Latencies(primary), new Latencies(candidate));
    }
  }

  @Override
  public List<RecordedChange> changes(int limit) {
    return jdbc.sql("SELECT * FROM switch_changes ORDER BY id DESC LIMIT ?")
        .param(limit)
        .query(
            (row, _) ->
                new RecordedChange(
                    requiredInstant(row, "at"),
                    row.getLong("epoch"),
                    Columns.<StoredSetting>json(row, "from_setting", SETTING).setting(),
                    Columns.<StoredSetting>json(row, "to_setting", SETTING).setting(),
                    new SwitchChange(
                        new RequestedBy(row.getString("by"), row.getString("reason")),
                        Columns.<StoredStats>json(row, "statistics", STATS).stats())))
        .list();
  }

  @Override
  public void record(long epoch, Instant minute, ComparisonStats stats) {
    jdbc.sql(
            """
            INSERT INTO switch_statistics
              (epoch, instance, minute, counts, primary_latencies, candidate_latencies)
            VALUES (?, ?, ?, ?::jsonb, ?, ?)
            ON CONFLICT (epoch, instance, minute) DO UPDATE SET
              counts = excluded.counts, primary_latencies = excluded.primary_latencies,
              candidate_latencies = excluded.candidate_latencies
            """)
        .params(
            epoch,
            instance,
            at(minute),
            OrderColumns.json(stats.counts()),
            boxed(stats.primary()),
            boxed(stats.candidate()))
        .update();
  }

  /** Into one row, of the first of these minutes. */
  @Override
  public void merge(long epoch, Instant before) {
    transaction.executeWithoutResult(
        _ -> {
          List<Part> parts =
              jdbc.sql(
                      """
                      DELETE FROM switch_statistics
                      WHERE epoch = ? AND instance = ? AND minute < ?
                      RETURNING *
                      """)
                  .params(epoch, instance, at(before))
                  .query((row, _) -> new Part(requiredInstant(row, "minute"), stats(row)))
                  .list();
          parts.stream().reduce(Part::plus).ifPresent(it -> record(epoch, it.minute(), it.stats()));
        });
  }

  /** Statistics since a minute. */
  private record Part(Instant minute, ComparisonStats stats) {

    Part plus(Part other) {
      return new Part(
          minute.isBefore(other.minute) ? minute : other.minute, stats.plus(other.stats));
    }
  }

  private static Long[] boxed(Latencies latencies) {
    return Arrays.stream(latencies.counts()).boxed().toArray(Long[]::new);
  }

  @Override
  public ComparisonStats stats(long epoch, Instant since) {
    return jdbc
        .sql("SELECT * FROM switch_statistics WHERE epoch = ? AND minute >= ?")
        .params(epoch, at(since))
        .query((row, _) -> stats(row))
        .list()
        .stream()
        .reduce(ComparisonStats.NOTHING, ComparisonStats::plus);
  }

  private static ComparisonStats stats(ResultSet row) throws SQLException {
    return new ComparisonStats(
        known(Columns.json(row, "counts", COUNTS)),
        latencies(row.getArray("primary_latencies")),
        latencies(row.getArray("candidate_latencies")));
  }

  /** Ignores kinds that another version of this code counts. */
  private static Map<Kind, Long> known(Map<String, Long> counts) {
    return Stream.of(Kind.values())
        .collect(Collectors.toMap(it -> it, it -> counts.getOrDefault(it.name(), 0L)));
  }

  private static Latencies latencies(Array counts) throws SQLException {
    return new Latencies(
        Stream.of((Long[]) counts.getArray()).mapToLong(Long::longValue).toArray());
  }
}
