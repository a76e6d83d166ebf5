package dev.mocha.postgres.switching;

import static dev.mocha.postgres.sql.Columns.at;
import static dev.mocha.postgres.sql.Columns.requiredInstant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.mocha.application.switching.ComparisonStats;
import dev.mocha.application.switching.ComparisonStats.Counted;
import dev.mocha.application.switching.Latencies.Counts;
import dev.mocha.application.switching.SwitchState;
import dev.mocha.application.switching.SwitchState.Mode;
import dev.mocha.application.switching.SwitchState.Setting;
import dev.mocha.application.switching.SwitchStates;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.postgres.rows.OrderColumns;
import dev.mocha.postgres.sql.UnreadableJson;
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

/** How the switch stands and what was done with it, in the orders database. */
public final class SwitchTables implements SwitchStates {

  private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final String instance;

  /**
   * @param transaction on the same database
   * @param instance names this process, different from every other one
   */
  public SwitchTables(JdbcClient orders, TransactionTemplate transaction, String instance) {
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
        row.getLong("term"),
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
  public Optional<SwitchState> change(long seen, Setting to, Order order) {
    return transaction.execute(
        _ -> {
          Optional<SwitchState> before =
              jdbc.sql("SELECT * FROM switch_state WHERE term = ? FOR UPDATE")
                  .param(seen)
                  .query((row, _) -> state(row))
                  .optional();
          return before.map(
              it -> {
                note(it, to, order);
                jdbc.sql("DELETE FROM switch_evidence WHERE term <= ?").param(seen).update();
                return write(to);
              });
        });
  }

  private SwitchState write(Setting to) {
    return jdbc.sql(
            """
            UPDATE switch_state
            SET term = term + 1, mode = ?, share = ?, always = ?, never = ?, automatic = ?,
                since = clock_timestamp()
            RETURNING *
            """)
        .params(to.mode().name(), to.share(), ids(to.always()), ids(to.never()), to.automatic())
        .query((row, _) -> state(row))
        .single();
  }

  private void note(SwitchState before, Setting to, Order order) {
    jdbc.sql(
            """
            INSERT INTO switch_changes (by, reason, term, was, became, evidence)
            VALUES (?, ?, ?, ?::jsonb, ?::jsonb, ?::jsonb)
            """)
        .params(
            order.by(),
            order.reason(),
            before.term(),
            OrderColumns.json(Kept.of(before.setting())),
            OrderColumns.json(Kept.of(to)),
            OrderColumns.json(KeptEvidence.of(order.evidence())))
        .update();
  }

  /** A setting as JSON. */
  private record Kept(
      Mode mode, int share, List<String> always, List<String> never, boolean automatic) {

    static Kept of(Setting it) {
      return new Kept(
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

  /** Evidence as JSON. */
  @SuppressWarnings("ArrayRecordComponent") // many numbers, never compared
  private record KeptEvidence(Map<String, Long> counts, long[] old, long[] young) {

    static KeptEvidence of(ComparisonStats it) {
      return new KeptEvidence(
          it.counts().entrySet().stream()
              .collect(Collectors.toMap(count -> count.getKey().name(), Map.Entry::getValue)),
          it.old().ofRanges(),
          it.young().ofRanges());
    }

    ComparisonStats seen() {
      return new ComparisonStats(known(counts), new Counts(old), new Counts(young));
    }
  }

  @Override
  public List<Change> changes(int most) {
    return jdbc.sql("SELECT * FROM switch_changes ORDER BY id DESC LIMIT ?")
        .param(most)
        .query(
            (row, _) ->
                new Change(
                    requiredInstant(row, "at"),
                    row.getString("by"),
                    row.getString("reason"),
                    row.getLong("term"),
                    json(row, "was", Kept.class).setting(),
                    json(row, "became", Kept.class).setting(),
                    json(row, "evidence", KeptEvidence.class).seen()))
        .list();
  }

  private static <T> T json(ResultSet row, String column, Class<T> type) throws SQLException {
    try {
      return OrderColumns.JSON.readValue(row.getString(column), type);
    } catch (JsonProcessingException broken) {
      throw new UnreadableJson("column " + column, broken);
    }
  }

  @Override
  public void keep(long term, Instant minute, ComparisonStats seen) {
    jdbc.sql(
            """
            INSERT INTO switch_evidence
              (term, instance, minute, counts, old_latencies, new_latencies)
            VALUES (?, ?, ?, ?::jsonb, ?, ?)
            ON CONFLICT (term, instance, minute) DO UPDATE SET
              counts = excluded.counts, old_latencies = excluded.old_latencies,
              new_latencies = excluded.new_latencies
            """)
        .params(
            term,
            instance,
            at(minute),
            OrderColumns.json(seen.counts()),
            boxed(seen.old()),
            boxed(seen.young()))
        .update();
  }

  /** All that was seen before is one row, of the first of these minutes. */
  @Override
  public void fold(long term, Instant minute) {
    transaction.executeWithoutResult(
        _ -> {
          List<Part> parts =
              jdbc.sql(
                      """
                      DELETE FROM switch_evidence WHERE term = ? AND instance = ? AND minute < ?
                      RETURNING *
                      """)
                  .params(term, instance, at(minute))
                  .query((row, _) -> new Part(requiredInstant(row, "minute"), seen(row)))
                  .list();
          parts.stream().reduce(Part::plus).ifPresent(it -> keep(term, it.minute(), it.seen()));
        });
  }

  /** What was seen since a minute. */
  private record Part(Instant minute, ComparisonStats seen) {

    Part plus(Part other) {
      return new Part(minute.isBefore(other.minute) ? minute : other.minute, seen.plus(other.seen));
    }
  }

  private static Long[] boxed(Counts counts) {
    return Arrays.stream(counts.ofRanges()).boxed().toArray(Long[]::new);
  }

  @Override
  public ComparisonStats seen(long term, Instant since) {
    return jdbc
        .sql("SELECT * FROM switch_evidence WHERE term = ? AND minute >= ?")
        .params(term, at(since))
        .query((row, _) -> seen(row))
        .list()
        .stream()
        .reduce(ComparisonStats.NOTHING, ComparisonStats::plus);
  }

  private static ComparisonStats seen(ResultSet row) throws SQLException {
    try {
      return new ComparisonStats(
          known(OrderColumns.JSON.readValue(row.getString("counts"), COUNTS)),
          counts(row.getArray("old_latencies")),
          counts(row.getArray("new_latencies")));
    } catch (JsonProcessingException broken) {
      throw new UnreadableJson("the counts of a minute", broken);
    }
  }

  /** Another version of this code may count more. */
  private static Map<Counted, Long> known(Map<String, Long> counts) {
    return Stream.of(Counted.values())
        .collect(Collectors.toMap(it -> it, it -> counts.getOrDefault(it.name(), 0L)));
  }

  private static Counts counts(Array ranges) throws SQLException {
    return new Counts(Stream.of((Long[]) ranges.getArray()).mapToLong(Long::longValue).toArray());
  }
}
