package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ConfigurableApplicationContext;

/** Monitoring asks at a port of its own, a balancer at that of HTTP; neither has a token. */
@ExtendWith(InProcess.class)
class ActuatorIT {

  @AutoClose private final HttpClient client = HttpClient.newHttpClient();

  private HttpResponse<String> get(URI address) throws Exception {
    return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }

  @Test
  void the_actuator_answers_on_its_own_port_only(
      Running mocha, ConfigurableApplicationContext context) throws Exception {
    int port = context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
    URI own = URI.create("http://localhost:" + port + "/actuator/");

    assertThat(get(own.resolve("health")).body()).contains("\"components\"", "outboxRelay");
    assertThat(get(own.resolve("prometheus")).body()).contains("mocha_relay_published_total");
    assertThat(get(own.resolve("env")).statusCode()).isIn(401, 403, 404);
    for (String path : new String[] {"/actuator", "/actuator/health", "/actuator/prometheus"}) {
      assertThat(get(mocha.address().resolve(path)).statusCode()).as(path).isEqualTo(401);
    }
  }

  @Test
  void the_probes_on_the_port_of_http_say_up_and_nothing_else(Running mocha) throws Exception {
    assertThat(get(mocha.address().resolve("/livez")).body()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(get(mocha.address().resolve("/readyz")).body()).isEqualTo("{\"status\":\"UP\"}");
  }
}
