package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mocha.app.embedded.EmbeddedServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded servers keep what is committed, and keep it to themselves. */
class EmbeddedServersIT {

  @TempDir private Path data;

  @Test
  void they_are_durable_and_ask_for_a_password_and_belong_to_one_process() throws Exception {
    try (EmbeddedServers servers = EmbeddedServers.start(data, _ -> {})) {
      Map<String, String> properties = servers.properties();
      try (Connection connection = connect(properties, password(properties))) {
        assertThat(show(connection, "fsync")).isEqualTo("on");
        assertThat(show(connection, "synchronous_commit")).isEqualTo("on");
        assertThat(show(connection, "full_page_writes")).isEqualTo("on");
        assertThat(show(connection, "listen_addresses")).isEqualTo("127.0.0.1");
        connection.createStatement().execute("CREATE TABLE kept (it text)");
      }
      assertThatThrownBy(() -> connect(properties, "another").close())
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
      assertThat(Files.getPosixFilePermissions(data.resolve("postgres.password")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThatThrownBy(() -> EmbeddedServers.start(data, _ -> {}).close())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("another process uses");
    }
    try (EmbeddedServers again = EmbeddedServers.start(data, _ -> {});
        Connection connection = connect(again.properties(), password(again.properties()))) {
      connection.createStatement().execute("SELECT * FROM kept");
    }
  }

  private static String password(Map<String, String> properties) {
    return properties.getOrDefault("mocha.postgres.orders.password", "");
  }

  private static Connection connect(Map<String, String> properties, String password)
      throws SQLException {
    return DriverManager.getConnection(
        properties.get("mocha.postgres.orders.url"),
        properties.get("mocha.postgres.orders.username"),
        password);
  }

  private static String show(Connection connection, String setting) throws SQLException {
    try (var row = connection.createStatement().executeQuery("SHOW " + setting)) {
      row.next();
      return row.getString(1);
    }
  }
}
