package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.rebuilding.Generation.Phase;
import java.time.Duration;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A rebuild in a deployment whose parts are killed while it is at work. */
final class RebuildFaults {

  private static final String PROJECTION = "/api/v1/projections/daily-report";
  private static final Duration REBUILT = Duration.ofMinutes(3);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Deployment deployment;
  private final JdbcClient reports;
  private final String id;

  private RebuildFaults(Deployment deployment, String id) {
    this.deployment = deployment;
    this.reports = deployment.reports();
    this.id = id;
  }

  /** Begins one that takes some seconds to load. */
  static RebuildFaults begin(Deployment deployment, String source) throws Exception {
    long events =
        deployment
            .reports()
            .sql("SELECT sum(next_offset) FROM stream_offsets WHERE stream LIKE 'report%'")
            .query(Long.class)
            .single();
    JsonNode request =
        JSON.valueToTree(Map.of("from", source, "promote", true, "rate", Math.max(1, events / 5)));
    return new RebuildFaults(
        deployment,
        consumer(deployment).client().post(PROJECTION + "/rebuilds", request).get("id").asText());
  }

  private static Running consumer(Deployment deployment) {
    return deployment.consumer(0).awaitReady();
  }

  /** Returns when the rebuild is in this phase, or has passed it already. */
  void awaitPhase(Phase phase) {
    await()
        .atMost(REBUILT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> phase().compareTo(phase) >= 0);
  }

  /** Returns when some of it is loaded. */
  void awaitProgress() {
    long before = done();
    await()
        .atMost(REBUILT)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> done() > before || phase() != Phase.LOADING);
  }

  private Phase phase() {
    return Phase.valueOf(
        reports
            .sql("SELECT phase FROM generations WHERE generation = ?")
            .param(id)
            .query(String.class)
            .single());
  }

  private long done() {
    return reports
        .sql("SELECT done FROM generations WHERE generation = ?")
        .param(id)
        .query(Long.class)
        .single();
  }

  /** Returns when it is live; the audit says that no day differs and nothing was forced. */
  void awaitLive() {
    await()
        .atMost(REBUILT)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> consumer(deployment).get(PROJECTION).get("live").asText().equals(id));
    assertThat(
            reports
                .sql(
                    """
                    SELECT detail FROM generation_actions
                    WHERE generation = ? AND action = 'promote'
                    """)
                .param(id)
                .query(String.class)
                .single())
        .endsWith("; no day differs");
  }

  /** The previous generation and this one are equal, once both have read everything. */
  void equalsThePrevious() {
    await()
        .atMost(REBUILT)
        .untilAsserted(
            () ->
                assertThat(
                        consumer(deployment)
                            .get(PROJECTION)
                            .get("generations")
                            .valueStream()
                            .filter(it -> it.hasNonNull("checksum"))
                            .map(it -> it.get("checksum").asText())
                            .distinct())
                    .hasSize(1));
    JsonNode differences =
        consumer(deployment).get(PROJECTION + "/rebuilds/" + id + "/differences");
    assertThat(differences.get("differingDays").asLong()).as("%s", differences).isZero();
  }

  /** Leaves one generation to the next. */
  void retirePrevious() throws Exception {
    consumer(deployment)
        .client()
        .post(PROJECTION + "/retire", JSON.createObjectNode().put("reason", "the next test"));
  }
}
