package dev.mocha.postgres.rebuilding;

import static dev.mocha.postgres.sql.Columns.at;
import static java.util.stream.Collectors.joining;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.rebuilding.Generation.Order;
import dev.mocha.application.rebuilding.Generation.Phase;
import dev.mocha.application.rebuilding.Generation.Progress;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.Generations;
import dev.mocha.postgres.reporting.LiveGeneration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The generations of the daily report, their pointer, and what was done with them. */
public final class GenerationRegistry implements Generations {

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final ExclusiveWork exclusive;
  private final UnusedGenerations unused;
  private final GenerationDecisions decisions;

  /**
   * @param transaction on the same database
   * @param exclusive keeps other processes from the same work
   * @param unused those to be dropped
   */
  public GenerationRegistry(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      ExclusiveWork exclusive,
      UnusedGenerations unused) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.exclusive = exclusive;
    this.unused = unused;
    this.decisions = new GenerationDecisions(this, jdbc, transaction);
  }

  @Override
  public List<Generation> all() {
    return jdbc.sql(GenerationRow.SELECT + " ORDER BY number DESC")
        .param("projection", LiveGeneration.PROJECTION)
        .query((row, _) -> GenerationRow.read(row))
        .list();
  }

  @Override
  public Optional<Generation> find(String name) {
    return jdbc.sql(GenerationRow.SELECT + " AND g.generation = :generation")
        .param("projection", LiveGeneration.PROJECTION)
        .param("generation", name)
        .query((row, _) -> GenerationRow.read(row))
        .optional();
  }

  @Override
  public Optional<Generation> live(int version) {
    return all().stream()
        .filter(it -> it.version() == version && it.state() == State.LIVE)
        .findFirst();
  }

  @Override
  public Optional<Generation> former(int version) {
    return jdbc.sql(
            GenerationRow.SELECT
                + """
                 AND g.version = :version AND g.state = 'READY' AND g.promoted_at IS NOT NULL
                 AND live.generation IS NULL
                ORDER BY g.promoted_at DESC LIMIT 1
                """)
        .param("projection", LiveGeneration.PROJECTION)
        .param("version", version)
        .query((row, _) -> GenerationRow.read(row))
        .optional();
  }

  @Override
  public Generation begin(int version, Order order, RequestedBy action) {
    try {
      return transaction.execute(_ -> beginNext(version, order, action));
    } catch (DuplicateKeyException another) {
      throw new Busy(
          all().stream()
              .filter(it -> it.state().isInTheMaking())
              .map(Generation::name)
              .findFirst()
              .orElse("another generation"));
    }
  }

  private Generation beginNext(int version, Order order, RequestedBy action) {
    String name =
        jdbc.sql(
                """
                INSERT INTO generations
                  (projection, generation, number, version, state, source, promote, force, rate,
                   asked_by, reason, phase, progressed_at)
                SELECT :projection, 'report_g' || next, next, :version, 'BUILDING', :source,
                       :promote, :force, :rate, :by, :reason, 'LOADING', clock_timestamp()
                FROM (SELECT coalesce(max(number), 0) + 1 AS next
                      FROM generations WHERE projection = :projection)
                RETURNING generation
                """)
            .param("projection", LiveGeneration.PROJECTION)
            .param("version", version)
            .param("source", order.source().name())
            .param("promote", order.promote())
            .param("force", order.force())
            .param("rate", order.rate())
            .param("by", action.by())
            .param("reason", action.reason())
            .query(String.class)
            .single();
    note(name, "rebuild", action, "version %d, %s".formatted(version, told(order)));
    return find(name).orElseThrow();
  }

  private static String told(Order order) {
    return Stream.of(
            "from " + order.source().name().toLowerCase(Locale.ROOT).replace('_', ' '),
            order.promote() ? "to be promoted" : "",
            order.force() ? "forced" : "",
            order.rate() == 0 ? "" : "%,d events/s at most".formatted(order.rate()))
        .filter(it -> !it.isEmpty())
        .collect(joining(", "));
  }

  @Override
  public boolean exclusively(Runnable work) {
    return exclusive.run(work);
  }

  @Override
  public void progress(String name, Progress progress) {
    int told =
        jdbc.sql(
                """
                UPDATE generations
                SET phase = :phase, done = :done, total = :total, speed = :rate,
                    progressed_at = CASE WHEN (phase, done) = (:phase, :done)
                                         THEN progressed_at ELSE :at::timestamptz END
                WHERE generation = :generation AND state IN ('BUILDING', 'CATCHING_UP')
                """)
            .param("phase", progress.phase().name())
            .param("done", progress.done())
            .param("total", progress.total())
            .param("rate", progress.rate())
            .param("at", at(progress.at()))
            .param("generation", name)
            .update();
    if (told == 0) {
      throw new Cancelled(name);
    }
  }

  @Override
  public void waits(String name, @Nullable String reason) {
    jdbc.sql("UPDATE generations SET failure = ? WHERE generation = ?")
        .params(reason, name)
        .update();
  }

  @Override
  public void filled(String name, Phase next) {
    jdbc.sql(
            """
            UPDATE generations SET state = 'CATCHING_UP', phase = ?, failure = NULL
            WHERE generation = ? AND state = 'BUILDING'
            """)
        .params(next.name(), name)
        .update();
  }

  @Override
  public void ready(String name) {
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
  public void proven(String name, long differingDays) {
    jdbc.sql(
            """
            UPDATE generations
            SET differing_days = :days, proven_at = clock_timestamp(),
                failure = CASE WHEN state = 'READY' AND :days = 0 THEN NULL ELSE failure END
            WHERE generation = :generation
            """)
        .param("days", differingDays)
        .param("generation", name)
        .update();
  }

  @Override
  public void failed(String name, String reason) {
    decisions.fail(name, reason);
  }

  @Override
  public void promote(String name, RequestedBy action, String detail) {
    decisions.promote(name, action, detail);
  }

  @Override
  public String rollBack(int version, RequestedBy action) {
    return decisions.rollBack(version, action);
  }

  @Override
  public String cancel(@Nullable String name, RequestedBy action) {
    return decisions.cancel(name, action);
  }

  @Override
  public void retire(String name, int version, boolean force, RequestedBy action) {
    decisions.retire(name, version, force, action);
  }

  @Override
  public void note(String name, String what, RequestedBy action, String detail) {
    decisions.note(name, what, action, detail);
  }

  @Override
  public void dropUnused() {
    unused.drop();
  }
}
