package dev.mocha.postgres.rebuilding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mocha.postgres.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ExclusiveWorkTest {

  @AutoClose private final TestDatabase database = TestDatabase.ofReports();

  private final ExclusiveWork one = new ExclusiveWork(database.dataSource(), "work");
  private final ExclusiveWork other = new ExclusiveWork(database.dataSource(), "work");
  private final List<String> done = new ArrayList<>();

  @Test
  void what_one_process_is_at_another_does_not_begin() {
    boolean did =
        one.run(
            () -> {
              assertThat(other.run(() -> done.add("other"))).isFalse();
              done.add("one");
            });

    assertThat(did).isTrue();
    assertThat(done).containsExactly("one");
    assertThat(other.run(() -> done.add("other"))).isTrue();
    assertThat(done).containsExactly("one", "other");
  }

  @Test
  void work_that_fails_lets_go() {
    assertThatThrownBy(
            () ->
                one.run(
                    () -> {
                      throw new IllegalArgumentException("broken");
                    }))
        .hasMessage("broken");

    assertThat(other.run(() -> {})).isTrue();
  }

  @Test
  void a_process_whose_session_ends_lets_go() {
    assertThatThrownBy(
            () ->
                one.run(
                    () -> {
                      endTheSessionThatHoldsTheLock();
                      assertThat(other.run(() -> done.add("other"))).isTrue();
                    }))
        .hasMessage("the reports database does not answer");
    assertThat(done).containsExactly("other");
  }

  private void endTheSessionThatHoldsTheLock() {
    assertThat(
            database
                .jdbc()
                .sql(
                    """
                    SELECT pg_terminate_backend(pid, 5000) FROM pg_locks
                    WHERE locktype = 'advisory' AND granted
                      AND database = (SELECT oid FROM pg_database
                                      WHERE datname = current_database())
                    """)
                .query(Boolean.class)
                .list())
        .containsExactly(true);
  }
}
