package dev.mocha.postgres.rebuilding;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.Generations.NotNow;
import dev.mocha.postgres.reporting.LiveGeneration;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What becomes of generations, each decision in one transaction with its entry in the audit. */
final class GenerationDecisions {

  private final GenerationRegistry generations;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  GenerationDecisions(
      GenerationRegistry generations, JdbcClient jdbc, TransactionTemplate transaction) {
    this.generations = generations;
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  void fail(String name, String reason) {
    transaction.executeWithoutResult(
        _ -> {
          if (end(name, "FAILED", "state IN ('BUILDING', 'CATCHING_UP')")) {
            generations.waits(name, reason);
            note(name, "fail", new RequestedBy("mocha", reason), "");
          }
        });
  }

  /** Of two that decide at once what becomes of generations the second waits for the first. */
  private void decideAlone() {
    jdbc.sql("SELECT FROM generations WHERE projection = ? ORDER BY number FOR UPDATE")
        .param(LiveGeneration.PROJECTION)
        .query(row -> {});
  }

  /** Gives it up; whether it was in a state for it. */
  private boolean end(String name, String state, String condition) {
    return jdbc.sql(
                """
                UPDATE generations SET state = ?, ended_at = clock_timestamp()
                WHERE generation = ? AND %s
                """
                    .formatted(condition))
            .params(state, name)
            .update()
        == 1;
  }

  void promote(String name, RequestedBy action, String detail) {
    transaction.executeWithoutResult(
        _ -> {
          decideAlone();
          Generation chosen = require(name);
          point(chosen, "promote", action, detail);
        });
  }

  private Generation require(String name) {
    return generations.find(name).orElseThrow(() -> new NotNow("there is no generation " + name));
  }

  String rollBack(int version, RequestedBy action) {
    return transaction.execute(
        _ -> {
          decideAlone();
          Generation former =
              generations
                  .former(version)
                  .orElseThrow(() -> new NotNow("no former generation is kept up to date"));
          point(former, "rollback", action, "");
          return former.name();
        });
  }

  private void point(Generation chosen, String what, RequestedBy action, String detail) {
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
      throw new NotNow(
          before.equals(chosen.name())
              ? chosen.name() + " answers already"
              : "%s is not ready, it is %s".formatted(chosen.name(), chosen.state()));
    }
    jdbc.sql(
            """
            INSERT INTO live_generations (projection, version, generation) VALUES (?, ?, ?)
            ON CONFLICT (projection, version) DO UPDATE SET generation = excluded.generation
            """)
        .params(LiveGeneration.PROJECTION, chosen.version(), chosen.name())
        .update();
    note(
        chosen.name(),
        what,
        action,
        ("in place of " + before + "; " + detail).replaceAll("; $", ""));
  }

  String cancel(@Nullable String asked, RequestedBy action) {
    return transaction.execute(
        _ -> {
          decideAlone();
          String name =
              generations.all().stream()
                  .filter(it -> it.state().isInTheMaking())
                  .map(Generation::name)
                  .filter(it -> asked == null || it.equals(asked))
                  .findFirst()
                  .orElseThrow(() -> new NotNow("no such rebuild is at work"));
          end(name, "CANCELLED", "state IN ('BUILDING', 'CATCHING_UP')");
          note(name, "cancel", action, "");
          return name;
        });
  }

  void retire(String name, int version, boolean force, RequestedBy action) {
    transaction.executeWithoutResult(
        _ -> {
          decideAlone();
          Generation chosen = require(name);
          requireNoReaders(chosen, version, force);
          if (!end(name, "RETIRED", "state = 'READY'")) {
            throw new NotNow("%s cannot be retired, it is %s".formatted(name, chosen.state()));
          }
          jdbc.sql("DELETE FROM live_generations WHERE generation = ?").param(name).update();
          note(name, "retire", action, "");
        });
  }

  private static void requireNoReaders(Generation chosen, int version, boolean force) {
    if (chosen.state() != State.LIVE) {
      return;
    }
    if (chosen.version() == version) {
      throw new NotNow("%s cannot be retired, it is LIVE".formatted(chosen.name()));
    }
    if (!force) {
      throw new NotNow(
          "version %d answers from %s; force it when no process of that version is left"
              .formatted(chosen.version(), chosen.name()));
    }
  }

  void note(String name, String what, RequestedBy action, String detail) {
    jdbc.sql(
            """
            INSERT INTO generation_actions (by, reason, projection, generation, action, detail)
            VALUES (?, ?, ?, ?, ?, ?)
            """)
        .params(action.by(), action.reason(), LiveGeneration.PROJECTION, name, what, detail)
        .update();
  }
}
