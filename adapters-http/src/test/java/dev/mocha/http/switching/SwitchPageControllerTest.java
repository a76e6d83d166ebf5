package dev.mocha.http.switching;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.oidcLogin;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.switching.ComparisonStats;
import dev.mocha.application.switching.ComparisonStats.Kind;
import dev.mocha.application.switching.Latencies;
import dev.mocha.application.switching.Mismatches.Mismatch;
import dev.mocha.application.switching.StatesInMemory;
import dev.mocha.application.switching.SwitchState.Mode;
import dev.mocha.application.switching.SwitchState.Setting;
import dev.mocha.application.switching.SwitchStates.RecordedChange;
import dev.mocha.application.switching.SwitchStates.SwitchChange;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.http.HttpTest;
import dev.mocha.http.TestApplication;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

@HttpTest
class SwitchPageControllerTest {

  private static final Setting RAMP =
      new Setting(Mode.RAMP, 25, Set.of(new MerchantId("m-1")), Set.of(), true);

  private final MockMvcTester http;
  private final StatesInMemory states;

  SwitchPageControllerTest(MockMvcTester http, StatesInMemory states) {
    this.http = http;
    this.states = states;
  }

  @BeforeEach
  void ramp() {
    states.change(
        states.current().epoch(),
        RAMP,
        new SwitchChange(new RequestedBy("tests", "begin"), ComparisonStats.NOTHING));
  }

  private static RequestPostProcessor as(String role) {
    return oidcLogin()
        .authorities(AuthorityUtils.createAuthorityList("ROLE_" + role))
        .idToken(it -> it.subject("olga").issuedAt(TestApplication.NOW));
  }

  private MvcTestResult show(String query) {
    return http.get().uri("/switch" + query).with(as("operator")).exchange();
  }

  private MvcTestResult post(String path, String... parameters) {
    var request = http.post().uri("/switch" + path).with(as("operator")).with(csrf());
    for (int i = 0; i < parameters.length; i += 2) {
      request.param(parameters[i], parameters[i + 1]);
    }
    return request.exchange();
  }

  private String epoch() {
    return String.valueOf(states.current().epoch());
  }

  private Setting setting() {
    return states.current().setting();
  }

  @Test
  void operators_see_the_setting_the_statistics_the_mismatches_and_the_changes() {
    states.record(
        states.current().epoch(),
        TestApplication.NOW,
        new ComparisonStats(
            Map.of(Kind.MATCH, 1_990L, Kind.VALUE, 10L, Kind.CANDIDATE_REQUESTS, 60L),
            new Latencies(new long[] {1}),
            Latencies.NONE));
    states.add(
        new Mismatch(
            TestApplication.NOW,
            1,
            "m-<b>",
            LocalDate.of(2018, 7, 26),
            Kind.VALUE,
            TestApplication.NOW,
            TestApplication.NOW,
            7,
            List.of(new FieldDifference("summary.orders", "41", null))));

    assertThat(show(""))
        .hasStatusOk()
        .hasHeader("Cache-Control", "no-store")
        .bodyText()
        .containsSubsequence(
            "<span id=\"mode\">ramp</span><span> 25 %</span>",
            "automatic",
            "Always the candidate in a ramp: <span>m-1</span>",
            "Rolls back: the candidate is faulty.",
            "value mismatches: 10",
            "<dd id=\"match-rate\">99.082 %</dd>",
            "<dd id=\"compared\">2000</dd>",
            "m-&lt;b&gt;",
            "2018-07-26, found at 2018-07-26 05:12:33 UTC",
            "7 fields",
            "<th scope=\"row\">summary.orders</th><td>41</td><td>absent</td>",
            "<td>ramp 25 %</td>",
            "<td>tests</td>",
            "<td>begin</td>");
    assertThat(show("?kind=late")).bodyText().doesNotContain("summary.orders");
    assertThat(show("?kind=nothing")).hasStatus(400).bodyText().contains("To the switch");
    assertThat(show("/now"))
        .hasStatusOk()
        .bodyText()
        .startsWith("<div id=\"now\"")
        .contains("hx-get=\"/switch/now\"", "<dd id=\"compared\">2000</dd>")
        .doesNotContain("Mismatches");
  }

  @Test
  void only_operators_see_the_page() {
    for (String role : List.of("merchant", "service")) {
      assertThat(http.get().uri("/switch").with(as(role))).hasStatus(403);
      assertThat(
              http.post()
                  .uri("/switch/rollback")
                  .with(as(role))
                  .with(csrf())
                  .param("reason", "why")
                  .param("confirmed", "true"))
          .hasStatus(403);
    }
    assertThat(http.get().uri("/switch"))
        .hasStatus(302)
        .hasHeader("Location", "http://localhost/sign-in");
    assertThat(
            http.post()
                .uri("/switch/rollback")
                .with(as("operator"))
                .param("reason", "a forged form")
                .param("confirmed", "true"))
        .hasStatus(302)
        .hasHeader("Location", "http://localhost/sign-in");
    assertThat(setting()).isEqualTo(RAMP);
  }

  @Test
  void a_change_is_recorded_by_the_name_of_the_operator() {
    assertThat(post("/rollback", "reason", "it smells", "confirmed", "true"))
        .hasStatus(302)
        .hasHeader("Location", "/switch");

    RecordedChange change = states.changes(1).getFirst();
    assertThat(change.change().requestedBy()).isEqualTo(new RequestedBy("olga", "it smells"));
    assertThat(change.to()).isEqualTo(RAMP.with(Mode.PRIMARY, 0, false));

    post(
        "",
        "mode",
        "RAMP",
        "share",
        "7",
        "always",
        "m-2, m-3",
        "never",
        "",
        "automatic",
        "true",
        "reason",
        "again",
        "confirmed",
        "true",
        "expectedEpoch",
        epoch());
    assertThat(setting())
        .isEqualTo(
            new Setting(
                Mode.RAMP,
                7,
                Set.of(new MerchantId("m-2"), new MerchantId("m-3")),
                Set.of(),
                true));

    post("/ramp", "reason", "on", "confirmed", "true", "expectedEpoch", epoch());
    assertThat(setting().share()).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource({
    "/rollback, '', because",
    "/ramp, '', because",
    "'', '', because",
    "/ramp, true, ''",
    "/rollback, true, ''",
  })
  void without_a_reason_or_a_confirmation_nothing_changes(
      String path, String confirmed, String reason) {
    post(
        path,
        "mode",
        "PRIMARY",
        "expectedEpoch",
        epoch(),
        "reason",
        reason,
        "confirmed",
        confirmed);

    assertThat(setting()).isEqualTo(RAMP);
  }

  @Test
  void a_form_for_another_epoch_is_rejected() {
    String outdated = epoch();
    ramp();

    assertThat(post("/ramp", "reason", "on", "confirmed", "true", "expectedEpoch", outdated))
        .hasStatus(302)
        .flash()
        .containsEntry(
            "problem",
            "the switch is no longer in epoch %s: somebody changed it; read its status and try again"
                .formatted(outdated));
    post("", "mode", "CANDIDATE", "reason", "on", "confirmed", "true", "expectedEpoch", outdated);
    assertThat(setting()).isEqualTo(RAMP);
  }

  @Test
  void only_a_ramp_is_automatic() {
    post(
        "",
        "mode",
        "SHADOW",
        "expectedEpoch",
        epoch(),
        "reason",
        "compare",
        "confirmed",
        "true",
        "automatic",
        "true");

    assertThat(setting().mode()).isEqualTo(Mode.SHADOW);
    assertThat(setting().automatic()).isFalse();
  }

  @Test
  void a_list_has_a_thousand_merchants_at_most() {
    String names = IntStream.rangeClosed(1, 1_001).mapToObj(it -> "m" + it).collect(joining(" "));

    assertThat(
            post(
                "",
                "mode",
                "RAMP",
                "expectedEpoch",
                epoch(),
                "reason",
                "on",
                "confirmed",
                "true",
                "always",
                names))
        .hasStatus(400);
    assertThat(setting()).isEqualTo(RAMP);
  }

  @ParameterizedTest
  @CsvSource({
    "mode, SIDEWAYS",
    "share, 101",
    "share, some",
    "always, m 1/2",
    "expectedEpoch, last"
  })
  void an_invalid_field_is_rejected(String field, String value) {
    var parameters =
        new java.util.HashMap<>(
            Map.of("mode", "RAMP", "expectedEpoch", epoch(), "reason", "on", "confirmed", "true"));
    parameters.put(field, value);

    MvcTestResult answer =
        post(
            "",
            parameters.entrySet().stream()
                .flatMap(it -> java.util.stream.Stream.of(it.getKey(), it.getValue()))
                .toArray(String[]::new));

    assertThat(answer).hasStatus(400);
    assertThat(setting()).isEqualTo(RAMP);
  }
}
