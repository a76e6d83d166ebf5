package dev.mocha.app;

import dev.mocha.app.embedded.EmbeddedServers;
import dev.mocha.app.embedded.TokenKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** The application in one process, in some roles or in all. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(
    exclude = {
      DataSourceAutoConfiguration.class,
      DataSourceTransactionManagerAutoConfiguration.class,
      JdbcTemplateAutoConfiguration.class,
      JdbcClientAutoConfiguration.class,
      FlywayAutoConfiguration.class,
      UserDetailsServiceAutoConfiguration.class
    })
@Import(Wiring.class)
public class MochaApplication {

  private static final List<String> ADDRESSES =
      List.of(
          "mocha.postgres.orders.url",
          "mocha.postgres.reports.url",
          "mocha.kafka.bootstrap-servers");

  private static final String HASH_KEY = "mocha.streams.hash-key";
  private static final String AUDIT_FILE = "mocha.audit.file";
  private static final String ISSUER = "mocha.security.issuer";
  private static final String ACTUATOR_PORT = "management.server.port";

  /** The actuator's port is so far from that of HTTP where it is not configured. */
  private static final int ACTUATOR_DISTANCE = 1_000;

  /**
   * What a process does.
   *
   * @param roles some of {@code orders}, {@code consumer}, {@code reports}
   * @param port of HTTP; 0 for any
   * @param data the folder of the embedded servers, which are started when no addresses are
   *     configured
   */
  public record Options(Set<String> roles, int port, Path data) {

    /** Every role there is. */
    public static final Set<String> ALL_ROLES = Set.of("orders", "consumer", "reports");

    public Options {
      if (roles.isEmpty() || !ALL_ROLES.containsAll(roles)) {
        throw new IllegalArgumentException("roles are some of orders, consumer, reports");
      }
    }
  }

  /**
   * Starts and returns when everything is ready.
   *
   * @param progress is told in words what is being waited for
   */
  public static ConfigurableApplicationContext start(Options options, Consumer<String> progress) {
    var application = new SpringApplication(MochaApplication.class);
    application.setBannerMode(Banner.Mode.OFF);
    application.addInitializers(context -> configure(context.getEnvironment(), options, progress));
    return application.run();
  }

  /** The application without servers, for what needs none: what is configured, and the wording. */
  public static ConfigurableApplicationContext offline() {
    var application = new SpringApplication(MochaApplication.class);
    application.setBannerMode(Banner.Mode.OFF);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setLazyInitialization(true);
    application.addInitializers(
        context ->
            context
                .getEnvironment()
                .getPropertySources()
                .addFirst(
                    new MapPropertySource(
                        "mocha",
                        Options.ALL_ROLES.stream()
                            .collect(Collectors.toMap("mocha.roles."::concat, _ -> false)))));
    return application.run();
  }

  private static void configure(
      ConfigurableEnvironment environment, Options options, Consumer<String> progress) {
    var properties = new HashMap<String, Object>();
    properties.put("server.port", options.port());
    if (!environment.containsProperty(ACTUATOR_PORT)) {
      properties.put(ACTUATOR_PORT, options.port() == 0 ? 0 : options.port() + ACTUATOR_DISTANCE);
    }
    for (String role : Options.ALL_ROLES) {
      properties.put("mocha.roles." + role, options.roles().contains(role));
    }
    List<String> given = ADDRESSES.stream().filter(environment::containsProperty).toList();
    if (given.isEmpty()) {
      properties.putAll(embedded(options, progress));
      for (String own : List.of(HASH_KEY, AUDIT_FILE)) {
        if (environment.containsProperty(own)) {
          properties.remove(own);
        }
      }
      if (environment.containsProperty(ISSUER)) {
        TokenKey.PROPERTIES.forEach(properties::remove);
      }
    } else {
      requireAddresses(environment, options);
    }
    environment.getPropertySources().addFirst(new MapPropertySource("mocha", properties));
  }

  private static Map<String, String> embedded(Options options, Consumer<String> progress) {
    EmbeddedServers servers = EmbeddedServers.start(options.data(), progress);
    SpringApplication.getShutdownHandlers().add(servers::close);
    return servers.properties();
  }

  private static void requireAddresses(ConfigurableEnvironment environment, Options options) {
    var needed = new ArrayList<>(ADDRESSES);
    needed.add(ISSUER);
    if (!options.roles().contains("orders")) {
      needed.remove("mocha.postgres.orders.url");
    }
    if (options.roles().equals(Set.of("orders"))) {
      needed.remove("mocha.postgres.reports.url");
    }
    if (options.roles().equals(Set.of("reports"))) {
      needed.remove("mocha.kafka.bootstrap-servers");
    }
    needed.removeIf(environment::containsProperty);
    if (!needed.isEmpty()) {
      throw new IllegalArgumentException(
          "with real servers these are needed too: " + String.join(", ", needed));
    }
  }
}
