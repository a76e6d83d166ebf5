package dev.mocha.postgres.reconciling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.reconciling.ReconciliationRun;
import dev.mocha.application.reconciling.ReconciliationRun.Finding;
import dev.mocha.application.reconciling.ReconciliationRun.Outcome;
import dev.mocha.application.reconciling.ReconciliationRun.Progress;
import dev.mocha.application.reconciling.ReconciliationRun.Stats;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.postgres.TestDatabase;
import dev.mocha.postgres.rebuilding.ExclusiveWork;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ReconciliationMigrationTest {

  @AutoClose private final TestDatabase database = TestDatabase.empty();

  @Test
  void stored_runs_and_findings_survive_the_renaming() {
    database.migrate("reports", "8");
    database
        .jdbc()
        .sql(
            """
            INSERT INTO reconciliations
              (from_date, to_date, merchants, rate, repair, off_peak, asked_by, reason, at_merchant,
               done_to, merchants_seen, days, orders, moving, differing, healed, rests_until)
            VALUES ('2018-07-01', '2018-07-31', '{}', 1000, true, true, 'by itself', 'off-peak',
                    'm-1', '2018-07-26', 1, 2, 3, 4, 5, 6, clock_timestamp() + interval '1 hour')
            """)
        .update();
    database
        .jdbc()
        .sql(
            """
            INSERT INTO reconciliation_findings
              (reconciliation, merchant_id, business_date, fields, differing, outcome, remark)
            VALUES (1, 'm-1', '2018-07-26', '[{"field":"b","one":"1","other":"2"},
                                              {"field":"a","one":"3","other":"absent"}]',
                    7, 'FOUND', NULL),
                   (1, 'm-2', NULL, '[]', 0, 'HEALED', NULL),
                   (1, 'm-3', NULL, '[]', 0, 'NOT_HEALED', 'not today')
            """)
        .update();

    database.migrate("reports", "9");

    var runs =
        new ReconciliationTables(
            database.jdbc(),
            database.transaction(),
            new ExclusiveWork(database.dataSource(), "reconciliations"));
    ReconciliationRun run = runs.running().getFirst();
    assertThat(run.requestedBy()).isEqualTo(new RequestedBy("automatic", "off-peak"));
    assertThat(run.progress())
        .isEqualTo(new Progress(new MerchantId("m-1"), LocalDate.of(2018, 7, 26)));
    assertThat(run.stats()).isEqualTo(new Stats(1, 2, 3, 4, 5, 6));
    assertThat(run.pause()).isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
    var found =
        new Finding(
            new MerchantId("m-1"),
            LocalDate.of(2018, 7, 26),
            List.of(new FieldDifference("b", "1", "2"), new FieldDifference("a", "3", "absent")),
            7,
            Outcome.FOUND,
            null);
    assertThat(runs.toRepair(run.id())).containsExactly(found);
    assertThat(runs.findings(run.id(), 0, 9))
        .containsExactly(
            found,
            new Finding(new MerchantId("m-2"), null, List.of(), 0, Outcome.REPAIRED, null),
            new Finding(
                new MerchantId("m-3"), null, List.of(), 0, Outcome.NOT_REPAIRED, "not today"));
  }
}
