package dev.mocha.app.wiring;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mocha.app.wiring.MochaApplication.Options;
import dev.mocha.application.process.Role;
import dev.mocha.http.HttpAutoConfiguration;
import dev.mocha.kafka.KafkaAutoConfiguration;
import dev.mocha.postgres.PostgresAutoConfiguration;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.ConfigurationClassPostProcessor;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

final class RolesTest {

  @Test
  void the_main_service_takes_commands_and_moves_report_traffic() {
    assertThat(useCases(Role.ORDERS))
        .containsExactly(
            "HistoryImport",
            "MeasuredPaths",
            "Ordering",
            "ReportSwitch",
            "ShadowComparison",
            "SwitchControl",
            "SwitchEpochs",
            "Watermarks");
  }

  @Test
  void the_consumer_applies_the_log_and_keeps_the_report_tables_right() {
    assertThat(useCases(Role.CONSUMER))
        .containsExactly(
            "DayRebuild",
            "DaySealer",
            "Filling",
            "GenerationStreams",
            "NewVersion",
            "Promotion",
            "Rebuilder",
            "Rebuilds",
            "Reconciling",
            "Redelivery");
  }

  @Test
  void the_query_side_only_reads() {
    assertThat(useCases(Role.REPORTS)).isEmpty();
  }

  @Test
  void a_profile_that_is_a_role_nobody_asked_for_ends_the_start(@TempDir Path data) {
    var reports = new Options(Set.of(Role.REPORTS), 0, data, List.of());

    System.setProperty("spring.profiles.active", Role.CONSUMER);
    try {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MochaApplication.start(reports, _ -> {}))
          .withMessage(
              "the Spring profile consumer is active but --roles does not name that role; name it,"
                  + " or remove the profile");
    } finally {
      System.clearProperty("spring.profiles.active");
    }
  }

  /** The use cases of the application that a process of this role would make, none made. */
  private static Set<String> useCases(String role) {
    try (var context = new GenericApplicationContext()) {
      context.getEnvironment().setActiveProfiles(role);
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(
              new MapPropertySource(
                  "test",
                  Map.of("mocha.postgres.orders.url", "jdbc:postgresql://localhost/orders")));
      new AnnotatedBeanDefinitionReader(context, context.getEnvironment())
          .register(
              PostgresAutoConfiguration.class,
              KafkaAutoConfiguration.class,
              HttpAutoConfiguration.class,
              WiringConfiguration.class);
      var processor = new ConfigurationClassPostProcessor();
      processor.setEnvironment(context.getEnvironment());
      processor.postProcessBeanDefinitionRegistry(context);
      return Arrays.stream(context.getBeanDefinitionNames())
          .map(context.getBeanFactory()::getType)
          .filter(Objects::nonNull)
          .filter(it -> it.getPackageName().startsWith("dev.mocha.application."))
          .filter(it -> !it.isInterface())
          .map(Class::getSimpleName)
          .collect(toCollection(TreeSet::new));
    }
  }
}
