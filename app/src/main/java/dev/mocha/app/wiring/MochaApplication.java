package dev.mocha.app.wiring;

import dev.mocha.app.embedded.EmbeddedServers;
import dev.mocha.app.embedded.TokenKey;
import dev.mocha.application.process.Role;
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
import org.springframework.core.env.Profiles;

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
@Import(WiringConfiguration.class)
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

    public Options {
      if (roles.isEmpty() || !Role.ALL.containsAll(roles)) {
        throw new IllegalArgumentException(
            "--roles: %s is none of orders, consumer, reports".formatted(roles));
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
    application.setAdditionalProfiles(options.roles().toArray(String[]::new));
    application.addInitializers(context -> configure(context.getEnvironment(), options, progress));
    return application.run();
  }

  /** The application without servers, for what needs none: what is configured, and the wording. */
  public static ConfigurableApplicationContext offline() {
    var application = new SpringApplication(MochaApplication.class);
    application.setBannerMode(Banner.Mode.OFF);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setLazyInitialization(true);
    return application.run();
  }

  private static void configure(
      ConfigurableEnvironment environment, Options options, Consumer<String> progress) {
    requireOnly(options.roles(), environment);
    var properties = new HashMap<String, Object>();
    properties.put("server.port", options.port());
    if (!environment.containsProperty(ACTUATOR_PORT)) {
      properties.put(ACTUATOR_PORT, options.port() == 0 ? 0 : options.port() + ACTUATOR_DISTANCE);
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

  /** A role is a profile, and profiles may come from elsewhere, too. */
  private static void requireOnly(Set<String> roles, ConfigurableEnvironment environment) {
    for (String role : Role.ALL) {
      if (!roles.contains(role) && environment.acceptsProfiles(Profiles.of(role))) {
        throw new IllegalArgumentException(
            "the Spring profile %s is active but --roles does not name that role; name it, or remove the profile"
                .formatted(role));
      }
    }
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
    if (!options.roles().contains(Role.ORDERS)) {
      needed.remove("mocha.postgres.orders.url");
    }
    if (options.roles().equals(Set.of(Role.ORDERS))) {
      needed.remove("mocha.postgres.reports.url");
    }
    if (options.roles().equals(Set.of(Role.REPORTS))) {
      needed.remove("mocha.kafka.bootstrap-servers");
    }
    needed.removeIf(environment::containsProperty);
    if (!needed.isEmpty()) {
      throw new IllegalArgumentException(
          "with real servers these are needed too: " + String.join(", ", needed));
    }
  }
}
