package dev.mocha.postgres.rebuilding;

import static dev.mocha.postgres.sql.Columns.at;
import static dev.mocha.postgres.sql.Columns.instant;
import static dev.mocha.postgres.sql.Columns.requiredInstant;
import static java.util.stream.Collectors.joining;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.rebuilding.Generation.Phase;
import dev.mocha.application.rebuilding.Generation.Progress;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.Generation.Verified;
import dev.mocha.application.rebuilding.Generations;
import dev.mocha.application.rebuilding.RebuildRequest;
import dev.mocha.application.rebuilding.RebuildRequest.Source;
import dev.mocha.postgres.reporting.LiveGeneration;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The generations of the daily report in the tables {@code generations}, {@code live_generations}
 * and {@code generation_actions}. LIVE and PREVIOUS are not stored: they follow from the pointer in
 * {@code live_generations}.
 */
final class GenerationRegistry implements Generations {

  /** The generations of one projection; conditions may follow. */
  private static final String SELECT =
      """
      SELECT g.*, live.generation IS NOT NULL AS is_live
      FROM generations AS g LEFT JOIN live_generations AS live
        USING (projection, version, generation)
      WHERE g.projection = :projection\
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final ExclusiveWork exclusive;
  private final UnusedGenerations unused;

  /**
   * @param transaction on the same database
   */
  GenerationRegistry(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      ExclusiveWork exclusive,
      UnusedGenerations unused) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.exclusive = exclusive;
    this.unused = unused;
  }

  private static Generation generation(ResultSet row, int number) throws SQLException {
    Instant verifiedAt = instant(row, "verified_at");
    Instant promotedAt = instant(row, "promoted_at");
    State stored = State.valueOf(row.getString("state"));
    return new Generation(
        row.getString("generation"),
        row.getInt("version"),
        stored != State.READY
            ? stored
            : row.getBoolean("is_live")
                ? State.LIVE
                : promotedAt == null ? State.READY : State.PREVIOUS,
        new RebuildRequest(
            Source.valueOf(row.getString("source")),
            row.getBoolean("promote"),
            row.getBoolean("force"),
            row.getInt("rate")),
        new RequestedBy(row.getString("requested_by"), row.getString("reason")),
        new Progress(
            Phase.valueOf(row.getString("phase")),
            row.getLong("done"),
            row.getLong("total"),
            row.getLong("throughput"),
            instant(row, "progressed_at")),
        requiredInstant(row, "created_at"),
        instant(row, "ready_at"),
        promotedAt,
        instant(row, "ended_at") != null && instant(row, "dropped_at") == null,
        verifiedAt == null ? null : new Verified(row.getLong("differing_days"), verifiedAt),
        row.getString("failure"));
  }

  @Override
  public List<Generation> all() {
    return jdbc.sql(SELECT + " ORDER BY number DESC")
        .param("projection", LiveGeneration.PROJECTION)
        .query(GenerationRegistry::generation)
        .list();
  }

  @Override
  public Optional<Generation> find(String name) {
    return jdbc.sql(SELECT + " AND g.generation = :generation")
        .param("projection", LiveGeneration.PROJECTION)
        .param("generation", name)
        .query(GenerationRegistry::generation)
        .optional();
  }

  private Generation require(String name) {
    return find(name).orElseThrow(() -> new Rejected("there is no generation " + name));
  }

  @Override
  public Optional<Generation> live(int version) {
    return all().stream()
        .filter(it -> it.version() == version && it.state() == State.LIVE)
        .findFirst();
  }

  @Override
  public Optional<Generation> previous(int version) {
    return jdbc.sql(
            SELECT
                + """
                 AND g.version = :version AND g.state = 'READY' AND g.promoted_at IS NOT NULL
                 AND live.generation IS NULL
                ORDER BY g.promoted_at DESC LIMIT 1
                """)
        .param("projection", LiveGeneration.PROJECTION)
        .param("version", version)
        .query(GenerationRegistry::generation)
        .optional();
  }

  private Optional<String> rebuilding() {
    return all().stream().filter(it -> it.state().isRebuilding()).map(Generation::name).findFirst();
  }

  @Override
  public Generation begin(int version, RebuildRequest request, RequestedBy requestedBy) {
    try {
      return transaction.execute(_ -> beginNext(version, request, requestedBy));
    } catch (DuplicateKeyException another) {
      throw new Busy(rebuilding().orElse("another generation"));
    }
  }

  private Generation beginNext(int version, RebuildRequest request, RequestedBy requestedBy) {
    String name =
        jdbc.sql(
                """
                INSERT INTO generations
                  (projection, generation, number, version, state, source, promote, force, rate,
                   requested_by, reason, phase, progressed_at)
                SELECT :projection, 'report_g' || next, next, :version, 'BUILDING', :source,
                       :promote, :force, :rate, :by, :reason, 'LOADING', clock_timestamp()
                FROM (SELECT coalesce(max(number), 0) + 1 AS next
                      FROM generations WHERE projection = :projection)
                RETURNING generation
                """)
            .param("projection", LiveGeneration.PROJECTION)
            .param("version", version)
            .param("source", request.source().name())
            .param("promote", request.promote())
            .param("force", request.force())
            .param("rate", request.rate())
            .param("by", requestedBy.by())
            .param("reason", requestedBy.reason())
            .query(String.class)
            .single();
    recordAction(
        name, "rebuild", requestedBy, "version %d, %s".formatted(version, describe(request)));
    return find(name).orElseThrow();
  }

  private static String describe(RebuildRequest request) {
    return Stream.of(
            "from " + request.source().name().toLowerCase(Locale.ROOT).replace('_', ' '),
            request.promote() ? "to be promoted" : "",
            request.force() ? "forced" : "",
            request.rate() == 0 ? "" : "at most %,d entries/s".formatted(request.rate()))
        .filter(it -> !it.isEmpty())
        .collect(joining(", "));
  }

  @Override
  public boolean runExclusively(Runnable work) {
    return exclusive.run(work);
  }

  @Override
  public void recordProgress(String name, Progress progress) {
    int updated =
        jdbc.sql(
                """
                UPDATE generations
                SET phase = :phase, done = :done, total = :total, throughput = :throughput,
                    progressed_at = CASE WHEN (phase, done) = (:phase, :done)
                                         THEN progressed_at ELSE :at::timestamptz END
                WHERE generation = :generation AND state IN ('BUILDING', 'CATCHING_UP')
                """)
            .param("phase", progress.phase().name())
            .param("done", progress.done())
            .param("total", progress.total())
            .param("throughput", progress.throughput())
            .param("at", at(progress.at()))
            .param("generation", name)
            .update();
    if (updated == 0) {
      throw new Cancelled(name);
    }
  }

  @Override
  public void recordFailure(String name, @Nullable String reason) {
    jdbc.sql("UPDATE generations SET failure = ? WHERE generation = ?")
        .params(reason, name)
        .update();
  }

  @Override
  public void startCatchingUp(String name) {
    jdbc.sql(
            """
            UPDATE generations SET state = 'CATCHING_UP', phase = 'CATCHING_UP', failure = NULL
            WHERE generation = ? AND state = 'BUILDING'
            """)
        .param(name)
        .update();
  }

  @Override
  public void setReady(String name) {
    jdbc.sql(
            """
            UPDATE generations
            SET state = 'READY', phase = 'DONE', failure = NULL, ready_at = clock_timestamp()
            WHERE generation = ? AND state = 'CATCHING_UP'
            """)
        .param(name)
        .update();
  }

  @Override
  public void recordVerification(String name, long differingDays) {
    jdbc.sql(
            """
            UPDATE generations
            SET differing_days = :days, verified_at = clock_timestamp(),
                failure = CASE WHEN state = 'READY' AND :days = 0 THEN NULL ELSE failure END
            WHERE generation = :generation
            """)
        .param("days", differingDays)
        .param("generation", name)
        .update();
  }

  @Override
  public void fail(String name, String reason) {
    transaction.executeWithoutResult(
        _ -> {
          if (end(name, State.FAILED, "state IN ('BUILDING', 'CATCHING_UP')")) {
            recordFailure(name, reason);
            recordAction(name, "fail", new RequestedBy("mocha", reason), "");
          }
        });
  }

  /** Ends a generation, unless its state does not meet the condition. */
  private boolean end(String name, State state, String condition) {
    return jdbc.sql(
                """
                UPDATE generations SET state = ?, ended_at = clock_timestamp()
                WHERE generation = ? AND %s
                """
                    .formatted(condition))
            .params(state.name(), name)
            .update()
        == 1;
  }

  /** Blocks concurrent changes until the transaction ends. */
  private void lockGenerations() {
    jdbc.sql("SELECT FROM generations WHERE projection = ? ORDER BY number FOR UPDATE")
        .param(LiveGeneration.PROJECTION)
        .query(row -> {});
  }

  @Override
  public void promote(String name, RequestedBy requestedBy, String detail) {
    transaction.executeWithoutResult(
        _ -> {
          lockGenerations();
          makeLive(require(name), "promote", requestedBy, detail);
        });
  }

  @Override
  public String rollBack(int version, RequestedBy requestedBy) {
    return transaction.execute(
        _ -> {
          lockGenerations();
          Generation previous =
              previous(version).orElseThrow(() -> new Rejected("there is no previous generation"));
          makeLive(previous, "rollback", requestedBy, "");
          return previous.name();
        });
  }

  private void makeLive(Generation chosen, String action, RequestedBy requestedBy, String detail) {
    String before =
        jdbc.sql(
                """
                SELECT generation FROM live_generations WHERE projection = ? AND version = ?
                """)
            .params(LiveGeneration.PROJECTION, chosen.version())
            .query(String.class)
            .optional()
            .orElse("none");
    int ready =
        jdbc.sql(
                """
                UPDATE generations SET promoted_at = clock_timestamp(), failure = NULL
                WHERE generation = ? AND state = 'READY' AND generation <> ?
                """)
            .params(chosen.name(), before)
            .update();
    if (ready == 0) {
      throw new Rejected(
          before.equals(chosen.name())
              ? chosen.name() + " is live already"
              : "%s is not ready, it is %s".formatted(chosen.name(), chosen.state()));
    }
    jdbc.sql(
            """
            INSERT INTO live_generations (projection, version, generation) VALUES (?, ?, ?)
            ON CONFLICT (projection, version) DO UPDATE SET generation = excluded.generation
            """)
        .params(LiveGeneration.PROJECTION, chosen.version(), chosen.name())
        .update();
    recordAction(
        chosen.name(),
        action,
        requestedBy,
        "in place of " + before + (detail.isEmpty() ? "" : "; " + detail));
  }

  @Override
  public String cancel(@Nullable String name, RequestedBy requestedBy) {
    return transaction.execute(
        _ -> {
          lockGenerations();
          String running =
              rebuilding()
                  .filter(it -> name == null || it.equals(name))
                  .orElseThrow(() -> new Rejected("no such rebuild is running"));
          end(running, State.CANCELLED, "state IN ('BUILDING', 'CATCHING_UP')");
          recordAction(running, "cancel", requestedBy, "");
          return running;
        });
  }

  @Override
  public void retire(String name, int version, boolean force, RequestedBy requestedBy) {
    transaction.executeWithoutResult(
        _ -> {
          lockGenerations();
          Generation chosen = require(name);
          requireUnused(chosen, version, force);
          if (!end(name, State.RETIRED, "state = 'READY'")) {
            throw new Rejected("%s cannot be retired, it is %s".formatted(name, chosen.state()));
          }
          jdbc.sql("DELETE FROM live_generations WHERE generation = ?").param(name).update();
          recordAction(name, "retire", requestedBy, "");
        });
  }

  private static void requireUnused(Generation chosen, int version, boolean force) {
    if (chosen.state() != State.LIVE) {
      return;
    }
    if (chosen.version() == version) {
      throw new Rejected("%s cannot be retired, it is LIVE".formatted(chosen.name()));
    }
    if (!force) {
      throw new Rejected(
          "%s is the live generation of version %d; force it when no process of that version runs"
              .formatted(chosen.name(), chosen.version()));
    }
  }

  @Override
  public void recordAction(String name, String action, RequestedBy requestedBy, String detail) {
    jdbc.sql(
            """
            INSERT INTO generation_actions
              (requested_by, reason, projection, generation, action, detail)
            VALUES (?, ?, ?, ?, ?, ?)
            """)
        .params(
            requestedBy.by(), requestedBy.reason(), LiveGeneration.PROJECTION, name, action, detail)
        .update();
  }

  @Override
  public void dropUnused() {
    unused.drop();
  }
}
