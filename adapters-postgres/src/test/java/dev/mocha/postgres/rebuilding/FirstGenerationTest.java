package dev.mocha.postgres.rebuilding;

import static dev.mocha.postgres.rebuilding.Rebuilding.FROM_LOG;
import static dev.mocha.postgres.rebuilding.Rebuilding.OPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.reporting.ReportQueries.NotBuilt;
import dev.mocha.postgres.AnOrder;
import dev.mocha.postgres.TestDatabase;
import dev.mocha.postgres.reporting.FirstGeneration;
import dev.mocha.postgres.reporting.GenerationSchema;
import dev.mocha.postgres.reporting.LiveGeneration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is there without a rebuild: in an empty database, and in one of before generations. */
class FirstGenerationTest {

  private static final int VERSION = 7;

  @AutoClose private final TestDatabase database = TestDatabase.empty();

  private final GenerationRegistry generations = Rebuilding.generations(database);

  private final FirstGeneration first =
      new FirstGeneration(
          database.jdbc(),
          database.transaction(),
          new GenerationSchema(database.dataSource(), database.transaction()));

  private List<String> all() {
    return generations.all().stream()
        .map(it -> "%s of version %d %s".formatted(it.name(), it.version(), it.state()))
        .toList();
  }

  @Test
  void where_there_was_none_the_first_answers_and_is_for_its_stream_to_fill() {
    database.migrate("reports", "latest");
    assertThat(all()).isEmpty();

    first.prepare(VERSION);

    assertThat(all()).containsExactly("report_g1 of version 7 LIVE");
    assertThat(new LiveGeneration(database.jdbc(), VERSION).name()).isEqualTo("report_g1");
    assertThat(database.count("report_g1.orders")).isZero();
    assertThat(generations.find("report_g1"))
        .hasValueSatisfying(
            it -> {
              assertThat(it.readyAt()).isNotNull();
              assertThat(it.promotedAt()).isNotNull();
              assertThat(it.hasUnusedTables()).isFalse();
            });
  }

  @Test
  void it_is_made_once() {
    database.migrate("reports", "latest");
    first.prepare(VERSION);
    Rebuilding.project(database, "report_g1", AnOrder.order("o-1"));

    first.prepare(VERSION);
    first.prepare(VERSION + 1);

    assertThat(all()).containsExactly("report_g1 of version 7 LIVE");
    assertThat(database.count("report_g1.orders")).isEqualTo(1);
  }

  @Test
  void of_two_processes_that_begin_at_once_one_makes_it() {
    database.migrate("reports", "latest");
    var threads = Executors.newVirtualThreadPerTaskExecutor();

    List<CompletableFuture<Void>> both =
        database
            .transaction()
            .execute(
                _ -> {
                  database.jdbc().sql("LOCK TABLE generations IN SHARE MODE").update();
                  List<CompletableFuture<Void>> begun =
                      Stream.of(VERSION, VERSION)
                          .map(it -> CompletableFuture.runAsync(() -> first.prepare(it), threads))
                          .toList();
                  database.awaitWaiting(2);
                  return begun;
                });
    both.forEach(CompletableFuture::join);

    assertThat(all()).containsExactly("report_g1 of version 7 LIVE");
  }

  @Test
  void it_is_not_made_again_when_it_was_given_up() {
    database.migrate("reports", "latest");
    first.prepare(VERSION);
    generations.retire("report_g1", VERSION + 1, true, OPS);

    first.prepare(VERSION + 1);

    assertThat(all()).containsExactly("report_g1 of version 7 RETIRED");
  }

  @Test
  void tables_of_before_generations_are_the_first_version_and_answer_its_queries() {
    database.migrate("reports", "3");
    Rebuilding.create(database, "report_g1");
    database
        .jdbc()
        .sql("INSERT INTO live_generation VALUES ('daily-report', 'report_g1')")
        .update();
    database
        .jdbc()
        .sql(
            """
            INSERT INTO stream_positions (stream, topic, partition, next_offset)
            VALUES ('report_g1', 'orders', 0, 42)
            """)
        .update();

    database.migrate("reports", "latest");
    first.prepare(VERSION);

    assertThat(all()).containsExactly("report_g1 of version 1 LIVE");
    assertThat(generations.live(1)).map(it -> it.name()).contains("report_g1");
    assertThat(new LiveGeneration(database.jdbc(), 1).name()).isEqualTo("report_g1");
    assertThatExceptionOfType(NotBuilt.class)
        .isThrownBy(() -> new LiveGeneration(database.jdbc(), VERSION).name());
    assertThat(
            database
                .jdbc()
                .sql("SELECT next_offset || ' ' || (counted_from IS NULL) FROM stream_offsets")
                .query(String.class)
                .list())
        .containsExactly("42 true");
  }

  @Test
  void the_next_after_tables_of_before_generations_is_the_second() {
    database.migrate("reports", "3");
    database
        .jdbc()
        .sql("INSERT INTO live_generation VALUES ('daily-report', 'report_g1')")
        .update();
    database.migrate("reports", "latest");

    String next = generations.begin(VERSION, FROM_LOG, OPS).name();
    generations.startCatchingUp(next);
    generations.setReady(next);
    generations.promote(next, OPS, "");

    assertThat(next).isEqualTo("report_g2");
    assertThat(generations.all())
        .extracting(it -> it.state())
        .containsExactly(State.LIVE, State.LIVE);
  }
}
