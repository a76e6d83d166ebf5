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
    description = {
      "Serves one or more roles over HTTP until Ctrl+C.",
      "",
      "PostgreSQL and Kafka are embedded and keep their data in --data, unless addresses of real"
          + " servers are configured (docs/configuration.md)."
    })
public final class ServeCommand implements Callable<Integer> {

  /** Returned by a command whose process keeps running; not an exit code. */
  public static final int KEEPS_RUNNING = -1;

  @Option(
      names = "--roles",
      split = ",",
      defaultValue = "orders,consumer,reports",
      converter = RoleName.class,
      paramLabel = "ROLE",
      description =
          "Roles of the process: orders, consumer, reports; comma-separated. Default:"
              + " ${DEFAULT-VALUE}.")
  private Set<String> roles;

  @Mixin private Place place;

  private static final class RoleName extends OptionTypes.OneOf<String> {
    RoleName() {
      super(List.of(Role.ORDERS, Role.CONSUMER, Role.REPORTS));
    }
  }

  private static final class PortNumber extends OptionTypes.Range {
    PortNumber() {
      super(0, 65_535);
    }
  }

  /** The port and the data folder of a process. */
  static final class Place {

    @Option(
        names = "--port",
        defaultValue = "8080",
        converter = PortNumber.class,
        paramLabel = "PORT",
        description = "The port of HTTP; 0 for any free port. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
        names = "--data",
        defaultValue = "./.mocha",
        paramLabel = "FOLDER",
        description = "The data of the embedded servers. Default: ${DEFAULT-VALUE}.")
    private Path data;

    Path data() {
      return data;
    }

    Options options(Set<String> roles) {
      return new Options(roles, port, data, List.of());
    }

    /** All roles, with accounts that can sign in to the page. */
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
    return KEEPS_RUNNING;
  }

  static String address(ConfigurableApplicationContext context) {
    int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
    return "http://localhost:" + port;
  }
}
