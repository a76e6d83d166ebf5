package dev.mocha.app;

import dev.mocha.app.embedded.EmbeddedServers;
import dev.mocha.app.embedded.TokenKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
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
  private static final String SIGN_IN = "mocha.security.sign-in";
  private static final String SECURE_COOKIE = "server.servlet.session.cookie.secure";
  private static final Duration LONGEST_DEMO = Duration.ofDays(30);
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
   * @param accounts with whom anybody may look at the page, on embedded servers only
   */
  public record Options(Set<String> roles, int port, Path data, List<DemoAccount> accounts) {

    /** Every role there is. */
    public static final Set<String> ALL_ROLES = Set.of("orders", "consumer", "reports");

    public Options {
      if (roles.isEmpty() || !ALL_ROLES.containsAll(roles)) {
        throw new IllegalArgumentException("roles are some of orders, consumer, reports");
      }
    }
  }

  /**
   * Somebody to look at the page as.
   *
   * @param name that people see
   * @param role in which it asks
   * @param merchants of a merchant or of an owner of several
   */
  public record DemoAccount(String name, String role, List<String> merchants) {}

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
        properties.keySet().removeIf(it -> it.startsWith(SIGN_IN + ".accounts"));
      }
    } else {
      requireAddresses(environment, options);
      if (!environment.containsProperty(SECURE_COOKIE)) {
        properties.put(SECURE_COOKIE, true);
      }
    }
    environment.getPropertySources().addFirst(new MapPropertySource("mocha", properties));
  }

  private static Map<String, String> embedded(Options options, Consumer<String> progress) {
    EmbeddedServers servers = EmbeddedServers.start(options.data(), progress);
    SpringApplication.getShutdownHandlers().add(servers::close);
    var properties = new HashMap<>(servers.properties());
    properties.put(SIGN_IN + ".by-token", "true");
    for (int i = 0; i < options.accounts().size(); i++) {
      DemoAccount account = options.accounts().get(i);
      String key = SIGN_IN + ".accounts[" + i + "].";
      properties.put(key + "name", account.name());
      properties.put(
          key + "token",
          servers
              .tokens()
              .token(
                  account.name(),
                  List.of(account.role()),
                  account.merchants(),
                  Clock.systemUTC().instant(),
                  LONGEST_DEMO));
    }
    return properties;
  }

  private static boolean signsInWithoutIssuer(ConfigurableEnvironment environment) {
    return Binder.get(environment)
        .bind(SIGN_IN, Bindable.mapOf(String.class, Object.class))
        .orElse(Map.of())
        .keySet()
        .stream()
        .map(it -> it.replace("-", "").toLowerCase(Locale.ROOT))
        .anyMatch(it -> it.startsWith("bytoken") || it.startsWith("accounts"));
  }

  private static void requireAddresses(ConfigurableEnvironment environment, Options options) {
    if (!options.accounts().isEmpty()) {
      throw new IllegalArgumentException(
          "the demo runs on embedded servers only; addresses of real ones are configured");
    }
    if (signsInWithoutIssuer(environment)) {
      throw new IllegalArgumentException(
          "with real servers people sign in at the issuer only: of %s, by-token and accounts must not be configured"
              .formatted(SIGN_IN));
    }
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
