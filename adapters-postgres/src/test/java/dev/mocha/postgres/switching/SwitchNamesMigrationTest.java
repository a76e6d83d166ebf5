package dev.mocha.postgres.switching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.switching.ComparisonStats;
import dev.mocha.application.switching.ComparisonStats.Kind;
import dev.mocha.application.switching.Latencies;
import dev.mocha.application.switching.Mismatches.Mismatch;
import dev.mocha.application.switching.SwitchState;
import dev.mocha.application.switching.SwitchState.Mode;
import dev.mocha.application.switching.SwitchState.Setting;
import dev.mocha.application.switching.SwitchStates.RecordedChange;
import dev.mocha.application.switching.SwitchStates.SwitchChange;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.postgres.TestDatabase;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SwitchNamesMigrationTest {

  private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

  @AutoClose private final TestDatabase database = TestDatabase.empty();

  private void run(String sql) {
    database.jdbc().sql(sql).update();
  }

  @Test
  void stored_rows_of_the_switch_keep_their_meaning_under_the_new_names() {
    database.migrate("orders", "5");
    run("UPDATE switch_state SET term = 3, mode = 'NEW_ONLY', since = '2026-11-23T12:00:00Z'");
    run(
        """
        INSERT INTO switch_evidence (term, instance, minute, counts, old_latencies, new_latencies)
        VALUES (3, 'one', '2026-11-23T12:00:00Z',
                '{"ALIKE":1,"MOVING":2,"LATE":3,"BOUNDARY":4,"ROUNDING":5,"MISSING":6,"WRONG":7,
                  "SHED":8,"OLD_ASKED":9,"OLD_FAILED":10,"NEW_ASKED":11,"NEW_FAILED":12,
                  "NEW_STALE":13,"FELL_BACK":14}',
                '{1,2}', '{3,4}')
        """);
    run(
        """
        INSERT INTO switch_changes (at, by, reason, term, was, became, evidence)
        VALUES ('2026-11-23T12:00:00Z', 'ops', 'begin', 2,
                '{"mode":"OLD","share":0,"always":[],"never":[],"automatic":false}',
                '{"mode":"NEW","share":0,"always":["m-1"],"never":[],"automatic":true}',
                '{"counts":{"ALIKE":1,"WRONG":7},"old":[1,2],"young":[3]}')
        """);
    run(
        """
        INSERT INTO switch_mismatches
          (at, term, merchant_id, business_date, kind, old_complete_to, new_complete_to, differing,
           fields)
        VALUES ('2026-11-23T12:00:00Z', 3, 'm-1', '2018-07-26', 'WRONG', '2026-11-23T11:59:58Z',
                '2026-11-23T11:59:59Z', 40,
                '[{"path":"b","old":"1","young":null},{"path":"a","old":null,"young":"2"}]')
        """);

    database.migrate("orders", "6");

    var tables = new SwitchTables(database.jdbc(), database.transaction(), "one");
    assertThat(tables.current())
        .isEqualTo(
            new SwitchState(3, new Setting(Mode.CANDIDATE_ONLY, 0, Set.of(), Set.of(), false), AT));
    assertThat(tables.stats(3, Instant.EPOCH))
        .usingRecursiveComparison()
        .isEqualTo(
            new ComparisonStats(
                Map.ofEntries(
                    Map.entry(Kind.MATCH, 1L),
                    Map.entry(Kind.UNSTABLE, 2L),
                    Map.entry(Kind.LATE, 3L),
                    Map.entry(Kind.BOUNDARY, 4L),
                    Map.entry(Kind.ROUNDING, 5L),
                    Map.entry(Kind.MISSING, 6L),
                    Map.entry(Kind.VALUE, 7L),
                    Map.entry(Kind.SHED, 8L),
                    Map.entry(Kind.PRIMARY_REQUESTS, 9L),
                    Map.entry(Kind.PRIMARY_FAILURES, 10L),
                    Map.entry(Kind.CANDIDATE_REQUESTS, 11L),
                    Map.entry(Kind.CANDIDATE_FAILURES, 12L),
                    Map.entry(Kind.CANDIDATE_STALE, 13L),
                    Map.entry(Kind.FALLBACKS, 14L)),
                new Latencies(new long[] {1, 2}),
                new Latencies(new long[] {3, 4})));
    assertThat(tables.changes(10))
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(
            new RecordedChange(
                AT,
                2,
                new Setting(Mode.PRIMARY, 0, Set.of(), Set.of(), false),
                new Setting(Mode.CANDIDATE, 0, Set.of(new MerchantId("m-1")), Set.of(), true),
                new SwitchChange(
                    new RequestedBy("ops", "begin"),
                    new ComparisonStats(
                        Map.of(Kind.MATCH, 1L, Kind.VALUE, 7L),
                        new Latencies(new long[] {1, 2}),
                        new Latencies(new long[] {3})))));
    assertThat(new MismatchTable(database.jdbc()).latest(Kind.VALUE, 10))
        .containsExactly(
            new Mismatch(
                AT,
                3,
                "m-1",
                LocalDate.of(2018, 7, 26),
                Kind.VALUE,
                AT.minusSeconds(2),
                AT.minusSeconds(1),
                40,
                List.of(new FieldDifference("b", "1", null), new FieldDifference("a", null, "2"))));
    assertThatThrownBy(() -> run("DELETE FROM switch_changes"))
        .hasMessageContaining("rows of switch_changes are never changed");
  }
}
