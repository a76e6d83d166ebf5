package dev.mocha.http.switching;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.oidcLogin;

import dev.mocha.application.switching.ComparisonStats;
import dev.mocha.application.switching.ComparisonStats.Counted;
import dev.mocha.application.switching.Latencies.Counts;
import dev.mocha.application.switching.Mismatches.Field;
import dev.mocha.application.switching.Mismatches.Mismatch;
import dev.mocha.application.switching.SwitchState.Mode;
import dev.mocha.application.switching.SwitchState.Setting;
import dev.mocha.application.switching.SwitchStates.Change;
import dev.mocha.application.switching.SwitchStates.Order;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.http.HttpTest;
import dev.mocha.http.SwitchingInMemory.States;
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
  private final States states;

  SwitchPageControllerTest(MockMvcTester http, States states) {
    this.http = http;
    this.states = states;
  }

  @BeforeEach
  void ramp() {
    states.change(
        states.current().term(), RAMP, new Order("tests", "begin", ComparisonStats.NOTHING));
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

  private String term() {
    return String.valueOf(states.current().term());
  }

  private Setting setting() {
    return states.current().setting();
  }

  @Test
  void operators_see_how_it_stands_what_was_seen_and_what_was_done() {
    states.keep(
        states.current().term(),
        TestApplication.NOW,
        new ComparisonStats(
            Map.of(Counted.ALIKE, 1_990L, Counted.WRONG, 10L, Counted.NEW_ASKED, 60L),
            new Counts(new long[] {1}),
            Counts.NONE));
    states.keep(
        new Mismatch(
            TestApplication.NOW,
            1,
            "m-<b>",
            LocalDate.of(2018, 7, 26),
            Counted.WRONG,
            TestApplication.NOW,
            TestApplication.NOW,
            7,
            List.of(new Field("summary.orders", "41", null))));

    assertThat(show(""))
        .hasStatusOk()
        .hasHeader("Cache-Control", "no-store")
        .bodyText()
        .containsSubsequence(
            "<span id=\"mode\">ramp</span><span> 25 %</span>",
            "automatic",
            "Always new in a ramp: <span>m-1</span>",
            "Something is broken: it goes back.",
            "answers that are wrong: 10",
            "<dd id=\"match-rate\">99.082 %</dd>",
            "<dd id=\"compared\">2000</dd>",
            "m-&lt;b&gt;",
            "2018-07-26, seen 2018-07-26 05:12:33 UTC",
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
        .doesNotContain("Answers that differed");
  }

  @Test
  void nobody_else_sees_it() {
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
  void an_order_is_carried_out_for_whoever_is_signed_in() {
    assertThat(post("/rollback", "reason", "it smells", "confirmed", "true"))
        .hasStatus(302)
        .hasHeader("Location", "/switch");

    Change change = states.changes(1).getFirst();
    assertThat(change.by()).isEqualTo("olga");
    assertThat(change.reason()).isEqualTo("it smells");
    assertThat(change.to()).isEqualTo(RAMP.with(Mode.OLD, 0, false));

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
        "term",
        term());
    assertThat(setting())
        .isEqualTo(
            new Setting(
                Mode.RAMP,
                7,
                Set.of(new MerchantId("m-2"), new MerchantId("m-3")),
                Set.of(),
                true));

    post("/ramp", "reason", "on", "confirmed", "true", "term", term());
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
  void without_a_reason_or_unless_it_is_meant_nothing_happens(
      String path, String confirmed, String reason) {
    post(path, "mode", "OLD", "term", term(), "reason", reason, "confirmed", confirmed);

    assertThat(setting()).isEqualTo(RAMP);
  }

  @Test
  void an_order_that_was_meant_for_another_state_is_refused() {
    String seen = term();
    ramp();

    assertThat(post("/ramp", "reason", "on", "confirmed", "true", "term", seen))
        .hasStatus(302)
        .flash()
        .containsEntry(
            "problem", "the switch does not stand at this term: it was changed meanwhile");
    post("", "mode", "NEW", "reason", "on", "confirmed", "true", "term", seen);
    assertThat(setting()).isEqualTo(RAMP);
  }

  @Test
  void the_gate_goes_on_by_itself_in_a_ramp_only() {
    post(
        "",
        "mode",
        "SHADOW",
        "term",
        term(),
        "reason",
        "look",
        "confirmed",
        "true",
        "automatic",
        "true");

    assertThat(setting().mode()).isEqualTo(Mode.SHADOW);
    assertThat(setting().automatic()).isFalse();
  }

  @Test
  void a_thousand_merchants_are_named_at_most() {
    String names = IntStream.rangeClosed(1, 1_001).mapToObj(it -> "m" + it).collect(joining(" "));

    assertThat(
            post(
                "",
                "mode",
                "RAMP",
                "term",
                term(),
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
  @CsvSource({"mode, SIDEWAYS", "share, 101", "share, some", "always, m 1/2", "term, last"})
  void what_cannot_be_understood_is_refused(String field, String value) {
    var parameters =
        new java.util.HashMap<>(
            Map.of("mode", "RAMP", "term", term(), "reason", "on", "confirmed", "true"));
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
