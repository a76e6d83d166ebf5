package dev.mocha.app.cli;

import dev.mocha.app.wiring.MochaApplication;
import dev.mocha.app.wiring.MochaApplication.DemoAccount;
import dev.mocha.app.wiring.MochaApplication.Options;
import dev.mocha.application.process.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mocha serve}: serves until it is stopped. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description =
        "Serves. PostgreSQL and Kafka are started inside of --data, unless the addresses of real"
            + " servers are configured (see docs/configuration.md).")
public final class ServeCommand implements Callable<Integer> {

  /** The exit code of a command after which the process goes on. */
  public static final int GOES_ON = -1;

  @Option(
      names = "--roles",
      split = ",",
      defaultValue = "orders,consumer,reports",
      description = "Some of orders, consumer, reports; all by default.")
  private Set<String> roles;

  @Mixin private Place place;

  /** Where a process listens and keeps its data. */
  static final class Place {

    @Option(
        names = "--port",
        defaultValue = "8080",
        description = "The port of HTTP, ${DEFAULT-VALUE} by default; 0 for any.")
    private int port;

    @Option(
        names = "--data",
        defaultValue = "./.mocha",
        description = "The folder of the embedded servers, ${DEFAULT-VALUE} by default.")
    private Path data;

    Path data() {
      return data;
    }

    Options options(Set<String> roles) {
      return new Options(roles, port, data, List.of());
    }

    /** Everything in one process, with accounts to look at the page with. */
    Options demo(List<DemoAccount> accounts) {
      return new Options(Role.ALL, port, data, accounts);
    }
  }

  @Override
  public Integer call() {
    ConfigurableApplicationContext context =
        MochaApplication.start(place.options(roles), System.err::println);
    System.out.printf(
        "Mocha is ready at %s (%s). Press Ctrl+C to stop.%n",
        address(context), String.join(", ", new TreeSet<>(roles)));
    return GOES_ON;
  }

  static String address(ConfigurableApplicationContext context) {
    int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
    return "http://localhost:" + port;
  }
}
