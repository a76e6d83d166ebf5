package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.process.StartOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/** A running process starts what the page of roles says. */
@ExtendWith(InProcess.class)
class RolesIT {

  private static final Path PAGE = Path.of("../docs/roles.md");

  /** Order, component, and thread where it has a fixed name. */
  private static final Pattern ROW =
      Pattern.compile("^\\| `([A-Z_]+)` \\| `(\\w+)` \\|(?: `([^`]+)` \\|)?", Pattern.MULTILINE);

  private static Stream<MatchResult> rows() throws IOException {
    return ROW.matcher(Files.readString(PAGE)).results();
  }

  private static String orderOf(SmartLifecycle component) {
    return Stream.of(StartOrder.values())
        .filter(it -> it.phase() == component.getPhase())
        .findFirst()
        .orElseThrow()
        .name();
  }

  @Test
  void components_start_in_the_order_of_the_page(ConfigurableApplicationContext context)
      throws Exception {
    Map<String, String> orders = new TreeMap<>();
    context
        .getBeansOfType(SmartLifecycle.class)
        .forEach(
            (name, it) -> {
              if (it.getClass().getName().startsWith("dev.mocha.")) {
                orders.put(name, orderOf(it));
              }
            });

    assertThat(
            rows().collect(Collectors.toMap(it -> it.group(2), it -> it.group(1), (it, _) -> it)))
        .isEqualTo(orders);
  }

  @Test
  void threads_have_the_names_of_the_page(Running mocha) throws Exception {
    mocha.liveGeneration();
    assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
        .containsAll(rows().map(it -> it.group(3)).filter(it -> it != null).toList());
  }
}
