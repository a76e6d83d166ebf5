package dev.mocha.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mocha.http.HttpTest;
import dev.mocha.http.TestTokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@HttpTest
class AccessAuditTest {

  private final MockMvcTester http;
  private final Logger audit = (Logger) LoggerFactory.getLogger("mocha.audit");
  private final ListAppender<ILoggingEvent> audited = new ListAppender<>();

  AccessAuditTest(MockMvcTester http) {
    this.http = http;
  }

  @BeforeEach
  void listen() {
    audited.start();
    audit.setLevel(Level.INFO);
    audit.addAppender(audited);
  }

  @AfterEach
  void listenNoMore() {
    audit.detachAppender(audited);
  }

  @Test
  void every_access_is_audited_also_a_rejected_one() {
    String path = "/api/v1/merchants/m-none/reports/daily/2018-07-26";
    ask(path + "?orders=none", "Bearer " + TestTokens.merchants("m-none"));
    ask(path, "Bearer " + TestTokens.merchants("m-other"));
    ask(path, "");
    ask(path, "Bearer nonsense");
    ask("/switch", "");
    ask("/api/v1/schemas", "");
    ask("/livez", "");

    assertThat(audited.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            line("\"tests\"", path, "\"orders=none\"", 404),
            line("\"tests\"", path, "null", 403),
            line("null", path, "null", 401),
            line("null", path, "null", 401),
            line("null", "/switch", "null", 302));
  }

  private void ask(String uri, String authorization) {
    http.get().uri(uri).header(HttpHeaders.AUTHORIZATION, authorization).exchange();
  }

  private static String line(String by, String path, String query, int status) {
    return """
    {"at":"2018-07-26T05:12:33.123456Z","by":%s,"from":"127.0.0.1","method":"GET",\
    "path":"%s","query":%s,"status":%d}\
    """
        .formatted(by, path, query, status);
  }
}
