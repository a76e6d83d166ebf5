package dev.mocha.app;

import dev.mocha.app.wiring.MochaApplication;
import dev.mocha.app.wiring.MochaApplication.Options;
import dev.mocha.application.process.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts everything once for all tests of the run, on durable embedded servers. The tests keep
 * apart by the merchants they use.
 */
final class InProcess implements BeforeAllCallback, ParameterResolver {

  private static final ExtensionContext.Namespace SPACE =
      ExtensionContext.Namespace.create(InProcess.class);

  /** Ends with the run. */
  private record Started(ConfigurableApplicationContext context)
      implements ExtensionContext.Store.CloseableResource {
    @Override
    public void close() {
      context.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    started(context);
  }

  private static ConfigurableApplicationContext started(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(SPACE)
        .getOrComputeIfAbsent(Started.class, _ -> new Started(start()), Started.class)
        .context();
  }

  private static ConfigurableApplicationContext start() {
    System.setProperty("axoniq.update-checker.disabled", "true");
    TestIssuer.properties().forEach(System::setProperty);
    System.setProperty("management.tracing.enabled", "true");
    System.setProperty("management.tracing.sampling.probability", "0");
    try {
      return MochaApplication.start(
          new Options(Role.ALL, 0, Files.createTempDirectory("mocha-it"), List.of()), _ -> {});
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Running.class || type == ConfigurableApplicationContext.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ConfigurableApplicationContext application = started(context);
    if (parameter.getParameter().getType() == ConfigurableApplicationContext.class) {
      return application;
    }
    int port = ((ServletWebServerApplicationContext) application).getWebServer().getPort();
    return new Running(URI.create("http://localhost:" + port));
  }
}
