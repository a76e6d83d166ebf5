package dev.mocha.postgres.rebuilding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.BulkTables.Load;
import dev.mocha.application.rebuilding.EventHistory.Part;
import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.rebuilding.Generation.Phase;
import dev.mocha.application.rebuilding.Generation.Progress;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.Generation.Verified;
import dev.mocha.application.rebuilding.RebuildRequest;
import dev.mocha.application.rebuilding.RebuildRequest.Source;
import dev.mocha.postgres.NamedEvents;
import dev.mocha.postgres.TestDatabase;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class RebuildWordsMigrationTest {

  private static final Instant AT = Instant.parse("2018-07-26T05:00:00Z");

  @AutoClose private final TestDatabase database = TestDatabase.empty();

  private void execute(String sql) {
    database.jdbc().sql(sql).update();
  }

  private String text(String sql) {
    return database.jdbc().sql(sql).query(String.class).single();
  }

  @Test
  void generations_with_their_parts_and_their_audit_survive() {
    database.migrate("reports", "8");
    execute(
        """
        INSERT INTO generations
          (projection, generation, number, version, state, source, promote, force, rate, asked_by,
           reason, phase, done, total, speed, progressed_at, created_at, ready_at, promoted_at,
           differing_days, proven_at)
        SELECT 'daily-report', 'report_g' || number, number, 7, state, 'EVENT_STORE', true, false, 5,
               'ops', 'because', phase, 3, 9, 2, :at, :at, :at, promoted, 4, :at
        FROM (VALUES (1, 'READY', 'DONE', :at::timestamptz), (2, 'FAILED', 'COMPLETING', NULL),
                     (3, 'CATCHING_UP', 'PROVING', NULL)) AS stored (number, state, phase, promoted)
        """
            .replace(":at", "'2018-07-26T05:00:00Z'"));
    execute(
        """
        INSERT INTO generation_parts (generation, topic, partition, begins, ends, reference)
        VALUES ('report_g3', 'mocha.orders', 0, 2, 9, 'report_g1')
        """);
    execute(
        """
        INSERT INTO generation_actions (by, reason, projection, generation, action, detail)
        VALUES ('ops', 'because', 'daily-report', 'report_g1', 'promote', 'in place of none')
        """);
    database.migrate("reports", "11");

    assertThat(Rebuilding.generations(database).all())
        .containsExactly(
            generation("report_g3", State.CATCHING_UP, Phase.VERIFYING, null),
            generation("report_g2", State.FAILED, Phase.INDEXING, null),
            generation("report_g1", State.PREVIOUS, Phase.DONE, AT));
    assertThat(
            new GenerationBulkTables(
                    database.dataSource(), database.transaction(), new NamedEvents())
                .load("report_g3"))
        .contains(new Load(List.of(new Part(Rebuilding.PARTITION, 2, 9)), "report_g1", 0, 7));
    assertThat(text("SELECT requested_by || ' ' || action FROM generation_actions"))
        .isEqualTo("ops promote");
  }

  private static Generation generation(
      String name, State state, Phase phase, @Nullable Instant promoted) {
    return new Generation(
        name,
        7,
        state,
        new RebuildRequest(Source.EVENT_STORE, true, false, 5),
        new RequestedBy("ops", "because"),
        new Progress(phase, 3, 9, 2, AT),
        AT,
        AT,
        promoted,
        false,
        new Verified(4, AT),
        null);
  }
}
