package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mocha.app.embedded.EmbeddedServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded servers keep what is committed, and keep it to themselves. */
@Tag("faults")
class EmbeddedServersIT {

  private static final List<String> MERCHANTS = List.of("e-1", "e-2");
  private static final int KILLS = Integer.getInteger("mocha.faults.kills", 1);

  @TempDir private Path data;

  @Test
  void they_are_durable_require_a_password_and_belong_to_one_process() throws Exception {
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

  @Test
  void a_process_that_was_killed_leaves_its_servers_and_data_to_the_next() throws Exception {
    var random = new Random(KILLS);
    MochaProcess process = serve();
    try (var live = new LiveOrders(MERCHANTS, 1)) {
      LiveOrders.register(process.awaitReady(), MERCHANTS);
      for (int kill = 0; kill < KILLS; kill++) {
        live.at(process.awaitReady());
        int before = live.answered().size();
        int more = 20 + random.nextInt(40);
        Awaitility.await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> live.answered().size() > before + more);
        process.kill();
        process = serve();
      }
      Running mocha = process.awaitReady();
      live.end();

      mocha.awaitReports(MERCHANTS.getFirst());
      assertThat(LiveOrders.reported(mocha, MERCHANTS))
          .doesNotHaveDuplicates()
          .containsAll(live.answered().keySet());
      assertThat(process.stop()).as(process.output()).isEqualTo(143);
    } finally {
      process.kill();
    }
  }

  @Test
  void a_start_in_a_locale_with_other_digits_keeps_the_log() throws Exception {
    var persian = new HashMap<>(TestIssuer.environment());
    persian.put("JDK_JAVA_OPTIONS", "-Duser.language=fa -Duser.country=IR");
    Set<String> placed;
    MochaProcess process = serve();
    try (var live = new LiveOrders(MERCHANTS, 2)) {
      LiveOrders.register(process.awaitReady(), MERCHANTS);
      placeUntil(live, process.awaitReady(), 20);
      process.stop();
      process = serve(persian);
      placeUntil(live, process.awaitReady(), 40);
      live.end();
      placed = live.answered().keySet();
      process.stop();
      process = serve();

      Running mocha = process.awaitReady();
      assertThat(mocha.run("rebuild", "daily-report", "--promote"))
          .as("a rebuild from the log equals the live reports")
          .isZero();
      mocha.awaitReports(MERCHANTS.getFirst());
      assertThat(LiveOrders.reported(mocha, MERCHANTS)).doesNotHaveDuplicates().containsAll(placed);
      try (Stream<Path> partitions = Files.list(data.resolve("kafka").resolve("data"))) {
        assertThat(partitions.filter(it -> it.toString().endsWith("-stray"))).isEmpty();
      }
    } finally {
      process.kill();
    }
  }

  @Test
  void a_port_in_use_is_one_line_of_output() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      JavaProcess process =
          JavaProcess.start(
              Map.of(),
              List.of(
                  "-jar",
                  MochaProcess.unpackedJar().toString(),
                  "serve",
                  "--data",
                  data.toString(),
                  "--port",
                  String.valueOf(taken.getLocalPort())));

      assertThat(process.await()).isEqualTo(1);
      assertThat(process.output())
          .endsWith(
              "mocha: port %d is in use; choose another with --port\n"
                  .formatted(taken.getLocalPort()))
          .doesNotContain("ERROR", "WARN", "\tat ");
    }
  }

  private static void placeUntil(LiveOrders live, Running mocha, int orders) {
    live.at(mocha);
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> live.answered().size() >= orders);
    live.at(null);
    mocha.awaitReports(MERCHANTS.getFirst());
  }

  private MochaProcess serve() throws IOException {
    return serve(TestIssuer.environment());
  }

  private MochaProcess serve(Map<String, String> environment) throws IOException {
    return MochaProcess.serve(environment, "--data", data.toString(), "--port", "0");
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
