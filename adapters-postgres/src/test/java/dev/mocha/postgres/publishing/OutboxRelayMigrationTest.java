package dev.mocha.postgres.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.publishing.OutboxEvent;
import dev.mocha.postgres.TestDatabase;
import dev.mocha.postgres.ordering.Stores;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxRelayMigrationTest {

  private final List<String> published = new ArrayList<>();

  private void publish(List<OutboxEvent> batch) {
    batch.forEach(it -> published.add(it.getEventIdentifier()));
  }

  @Test
  void a_store_of_an_older_version_resumes_where_its_relay_was() {
    try (TestDatabase older = TestDatabase.empty()) {
      older.migrate("orders", "7");
      try (var stored = new StoredEvents(older)) {
        for (int i = 0; i < 6; i++) {
          stored.append("a", i);
        }
      }
      older
          .jdbc()
          .sql("INSERT INTO tokens (processor_name, segment, token) VALUES ('log-publisher', 0, ?)")
          .param("{\"index\":5,\"gaps\":[2,4]}".getBytes(StandardCharsets.UTF_8))
          .update();

      older.migrate("orders", "latest");

      new OutboxTable(older.jdbc(), older.transaction(), Stores.notifications(older))
          .publishNext(10, this::publish);
      assertThat(published).containsExactly("a-1", "a-3", "a-5");
    }
  }

  @Test
  void a_store_whose_relay_never_ran_is_published_from_the_beginning() {
    try (TestDatabase older = TestDatabase.empty()) {
      older.migrate("orders", "7");
      try (var stored = new StoredEvents(older)) {
        stored.append("a", 0);
      }

      older.migrate("orders", "latest");

      new OutboxTable(older.jdbc(), older.transaction(), Stores.notifications(older))
          .publishNext(10, this::publish);
      assertThat(published).containsExactly("a-0");
    }
  }
}
