package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code mocha benchmark} against a running system. */
@ExtendWith(InProcess.class)
class BenchmarkIT {

  private static final LocalDate DAY = LocalDate.of(2016, 2, 29);

  private final Running mocha;
  private final JdbcClient reports;

  BenchmarkIT(Running mocha, ConfigurableApplicationContext context) {
    this.mocha = mocha;
    this.reports = JdbcClient.create(context.getBean("reportsDataSource", DataSource.class));
  }

  private void history() throws Exception {
    LiveOrders.register(mocha, List.of("measured-1", "measured-2", "measured-3"));
    mocha.importLines(PastOrders.of(List.of("measured-3"), DAY, 120));
    mocha.importLines(PastOrders.of(List.of("measured-2"), DAY, 30));
    mocha.importLines(PastOrders.of(List.of("measured-1"), DAY, 5));
    mocha.awaitReports("measured-1");
  }

  private int benchmark(Path folder, String... options) {
    var command =
        List.of(
            "benchmark",
            "--days",
            DAY.toString(),
            "--seconds",
            "1",
            "--rounds",
            "1",
            "--settle",
            "0",
            "--rate",
            "40",
            "--output",
            folder.toString());
    return mocha.run(Stream.concat(command.stream(), Stream.of(options)).toArray(String[]::new));
  }

  @Test
  void writes_a_page_about_both_reports(@TempDir Path folder) throws Exception {
    history();

    assertThat(benchmark(folder, "--merchants", "2", "--place", "10")).isZero();

    List<String> page = Files.readAllLines(folder.resolve("benchmark.md"));
    assertThat(page)
        .anyMatch(it -> it.startsWith("Made by `./mocha benchmark --days 2016-02-29 --seconds 1"))
        .noneMatch(it -> it.contains(TestIssuer.token()))
        .contains(
            "Both reports were requested for the same 2 of 2 days with orders, of 2 merchants. For"
                + " the 2 busiest days the answers were compared: all were the same.",
            "| failed requests | 0 | 0 |  |")
        .anyMatch(it -> it.matches("\\| primary \\|( [\\d,.]+ ms \\|){5} 40 \\|"))
        .anyMatch(it -> it.matches("\\| candidate \\|( [\\d,.]+ ms \\|){5} 40 \\|"))
        .anyMatch(it -> it.matches("\\| no reports \\|( [\\d,.]+ ms \\|){5} 10 \\|"))
        .anyMatch(it -> it.matches("\\| 101 to 1,000, primary \\|( [\\d,.]+ ms \\|){5} 20 \\|"))
        .anyMatch(it -> it.matches("\\| 1 to 10, candidate \\|( [\\d,.]+ ms \\|){5} 20 \\|"))
        .noneMatch(it -> it.startsWith("| 11 to 100"))
        .anyMatch(
            it ->
                it.matches(
                    "\\| orders: public\\.orders \\| ([\\d,]+|not counted) \\| [\\d,.]+ \\|"))
        .anyMatch(
            it -> it.matches("\\| primary, database orders \\| -?[\\d,.]+ ms \\| -?[\\d,]+ \\|"));
    assertThat(folder.resolve("benchmark.html"))
        .content()
        .contains("<h1>Primary and candidate report</h1>", "<td>failed requests</td>")
        .contains("<img src=\"first-views.svg\"");
    for (String picture : List.of("first-views", "complete-day", "placing")) {
      assertThat(folder.resolve(picture + ".svg"))
          .content()
          .startsWith("<svg")
          .contains("candidate");
    }
    JsonNode placed = mocha.candidateReport("mocha-benchmark", LocalDate.now(ZoneOffset.UTC));
    assertThat(placed.get("merchantName").asText()).isEqualTo("Placed by mocha benchmark");
  }

  @Test
  void different_answers_are_on_the_page_and_in_the_exit_code(@TempDir Path folder)
      throws Exception {
    history();
    String wrong =
        """
        UPDATE %s.days SET gross_sales = gross_sales %2$s 1, checksum = checksum %2$s 1
        WHERE merchant_id = ?
        """;
    String generation = mocha.liveGeneration();
    reports.sql(wrong.formatted(generation, "+")).param("measured-2").update();
    try {
      assertThat(benchmark(folder, "--merchants", "measured-1,measured-2")).isEqualTo(3);
    } finally {
      reports.sql(wrong.formatted(generation, "-")).param("measured-2").update();
    }

    assertThat(folder.resolve("benchmark.md")).content().contains("**1 were NOT the same**");
  }

  @Test
  void a_benchmark_needs_the_switch_to_stay_in_mode_primary(@TempDir Path folder) throws Exception {
    history();
    assertThat(mocha.run("switch", "set", "shadow")).isZero();
    try {
      assertThat(benchmark(folder, "--merchants", "measured-1")).isEqualTo(1);
    } finally {
      assertThat(mocha.run("switch", "rollback")).isZero();
    }
    CompletableFuture<Integer> benchmark =
        CompletableFuture.supplyAsync(() -> benchmark(folder, "--merchants", "measured-1"));
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> mocha.run("switch", "set", "primary") == 0 && benchmark.isDone());

    assertThat(benchmark).isCompletedWithValue(1);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void wrong_options_are_rejected(@TempDir Path folder) throws Exception {
    history();
    assertThat(benchmark(folder, "--merchants", "measured-1", "--rate", "0")).isEqualTo(2);
    assertThat(mocha.run("benchmark", "--days", "2018-02-30")).isEqualTo(2);
    assertThat(mocha.run("benchmark", "--days", "2018-02-02..2018-02-01")).isEqualTo(2);
    assertThat(mocha.run("benchmark", "--days", "1999-01-01", "--merchants", "measured-1"))
        .isEqualTo(2);
    assertThat(folder).isEmptyDirectory();
  }
}
