package dev.mocha.app.wiring;

import dev.mocha.app.embedded.EmbeddedServers;
import dev.mocha.app.embedded.TokenKey;
import dev.mocha.application.failures.StartFailure;
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
import java.util.TreeSet;
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
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;

/** The Spring Boot application of one process. */
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
  private static final Duration DEMO_TOKEN_LIFETIME = Duration.ofDays(30);
  private static final String ACTUATOR_PORT = "management.server.port";

  /** The default port of the actuator is the port of HTTP plus this. */
  private static final int ACTUATOR_OFFSET = 1_000;

  /**
   * The options of a process.
   *
   * @param roles some of {@link Role#ALL}
   * @param port of HTTP; 0 for a free port
   * @param data the folder of the embedded servers, which start if no addresses are configured
   * @param accounts that can sign in to the page, on embedded servers only
   */
  public record Options(Set<String> roles, int port, Path data, List<DemoAccount> accounts) {

    public Options {
      if (roles.isEmpty() || !Role.ALL.containsAll(roles)) {
        throw new IllegalArgumentException(
            "--roles must be some of orders, consumer, reports; it is "
                + String.join(",", new TreeSet<>(roles)));
      }
    }
  }

  /**
   * An account that can sign in to the page without a token.
   *
   * @param name shown to people
   * @param role of its token
   * @param merchants of its token
   */
  public record DemoAccount(String name, String role, List<String> merchants) {}

  /**
   * Starts the application and returns when it is ready.
   *
   * @param progress receives a line for each step that takes time
   */
  public static ConfigurableApplicationContext start(Options options, Consumer<String> progress) {
    var application = new SpringApplication(MochaApplication.class);
    application.setBannerMode(Banner.Mode.OFF);
    application.setAdditionalProfiles(options.roles().toArray(String[]::new));
    application.addInitializers(context -> configure(context.getEnvironment(), options, progress));
    try {
      return application.run();
    } catch (RuntimeException failed) {
      throw explained(failed, options);
    }
  }

  /** A failure of Spring's that operators meet, in Mocha's words. */
  private static RuntimeException explained(RuntimeException failed, Options options) {
    for (Throwable it = failed; it != null; it = it.getCause()) {
      if (it instanceof PortInUseException used) {
        return new StartFailure(
            used.getPort() == options.port()
                ? "port %d is in use; choose another with --port".formatted(used.getPort())
                : "port %d, for the actuator, is in use; choose another with %s"
                    .formatted(used.getPort(), ACTUATOR_PORT),
            failed);
      }
      if (it instanceof BindException wrong && wrong.getProperty() != null) {
        return new StartFailure(
            "%s has the wrong type; see docs/configuration.md".formatted(wrong.getName()), failed);
      }
    }
    return failed;
  }

  /**
   * The application's beans without servers, for commands that need the configuration only. It has
   * no role, whatever profiles the environment activates.
   */
  public static ConfigurableApplicationContext offline() {
    var application = new SpringApplication(MochaApplication.class);
    application.setBannerMode(Banner.Mode.OFF);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setLazyInitialization(true);
    application.addInitializers(context -> context.getEnvironment().setActiveProfiles());
    return application.run();
  }

  private static void configure(
      ConfigurableEnvironment environment, Options options, Consumer<String> progress) {
    requireOnly(options.roles(), environment);
    var properties = new HashMap<String, Object>();
    properties.put("server.port", options.port());
    if (!environment.containsProperty(ACTUATOR_PORT)) {
      properties.put(ACTUATOR_PORT, options.port() == 0 ? 0 : options.port() + ACTUATOR_OFFSET);
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

  /** A role is a Spring profile, and other configuration can activate profiles too. */
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
                  DEMO_TOKEN_LIFETIME));
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
          "the demo runs on embedded servers only; remove the addresses of real servers");
    }
    if (signsInWithoutIssuer(environment)) {
      throw new IllegalArgumentException(
          "with real servers people sign in at the issuer; remove by-token and accounts of %s"
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
          "with real servers these keys are required too: " + String.join(", ", needed));
    }
  }
}
