package dev.mocha.app;

import dev.mocha.app.wiring.MochaApplication;
import dev.mocha.app.wiring.MochaApplication.Options;
import dev.mocha.application.process.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Gives each test class a running system on durable embedded servers, which no other class uses at
 * the same time. Up to two are started, once for all tests of the run. The tests keep apart by the
 * merchants they use.
 */
final class InProcess implements BeforeAllCallback, AfterAllCallback, ParameterResolver {

  private static final ExtensionContext.Namespace SPACE =
      ExtensionContext.Namespace.create(InProcess.class);

  /** Ends with the run. */
  private static final class Systems implements ExtensionContext.Store.CloseableResource {
    private static final int MAX = 2;

    private final List<ConfigurableApplicationContext> started = new ArrayList<>();
    private final Deque<ConfigurableApplicationContext> idle = new ArrayDeque<>();

    private synchronized ConfigurableApplicationContext take() throws InterruptedException {
      while (idle.isEmpty() && started.size() == MAX) {
        wait();
      }
      if (idle.isEmpty()) {
        started.add(start());
        idle.add(started.getLast());
      }
      return idle.remove();
    }

    private synchronized void release(ConfigurableApplicationContext system) {
      idle.add(system);
      notifyAll();
    }

    @Override
    public void close() {
      started.forEach(ConfigurableApplicationContext::close);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) throws InterruptedException {
    context.getStore(SPACE).put(ConfigurableApplicationContext.class, systems(context).take());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    systems(context).release(system(context));
  }

  private static Systems systems(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(SPACE)
        .getOrComputeIfAbsent(Systems.class, _ -> new Systems(), Systems.class);
  }

  private static ConfigurableApplicationContext system(ExtensionContext context) {
    return context
        .getStore(SPACE)
        .get(ConfigurableApplicationContext.class, ConfigurableApplicationContext.class);
  }

  private static ConfigurableApplicationContext start() {
    System.setProperty("axoniq.update-checker.disabled", "true");
    TestIssuer.properties().forEach(System::setProperty);
    System.setProperty("mocha.switching.candidate.timeout", "20s"); // not reached on a busy machine
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
    ConfigurableApplicationContext application = system(context);
    if (parameter.getParameter().getType() == ConfigurableApplicationContext.class) {
      return application;
    }
    int port = ((ServletWebServerApplicationContext) application).getWebServer().getPort();
    return new Running(URI.create("http://localhost:" + port));
  }
}
