package dev.mocha.app.wiring;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mocha.app.wiring.MochaApplication.Options;
import dev.mocha.application.process.Role;
import dev.mocha.application.process.StartOrder;
import dev.mocha.http.HttpAutoConfiguration;
import dev.mocha.kafka.KafkaAutoConfiguration;
import dev.mocha.postgres.PostgresAutoConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.ConfigurationClassPostProcessor;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.type.MethodMetadata;
import org.springframework.util.ClassUtils;

final class RolesTest {

  private static final Path PAGE = Path.of("../docs/roles.md");
  private static final String POOL = "dev.mocha.postgres.databases.Pool";

  @Test
  void the_main_service_takes_commands_and_moves_report_traffic() {
    assertThat(useCases(Role.ORDERS))
        .containsExactly(
            "HistoryImport",
            "MeasuredPaths",
            "Ordering",
            "OutboxRelay",
            "ReportSwitch",
            "ShadowComparison",
            "SwitchControl",
            "SwitchEpochs");
  }

  @Test
  void the_consumer_fills_and_maintains_the_report_tables() {
    assertThat(useCases(Role.CONSUMER))
        .containsExactly(
            "BulkLoader",
            "DayRebuild",
            "DaySealer",
            "GenerationStreams",
            "Promotion",
            "RebuildControl",
            "RebuildJob",
            "ReconciliationControl",
            "Redelivery",
            "VersionUpgrade");
  }

  @Test
  void the_query_side_only_reads() {
    assertThat(useCases(Role.REPORTS)).isEmpty();
  }

  @Test
  void a_profile_that_is_a_role_outside_of_the_options_fails_the_start(@TempDir Path data) {
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

  @Test
  void commands_without_a_server_have_no_role_whatever_profiles_are_active() {
    System.setProperty("spring.profiles.active", Role.CONSUMER);
    try (var offline = MochaApplication.offline()) {
      assertThat(offline.getBeanNamesForType(SmartLifecycle.class, true, false))
          .contains("axonLifecycle")
          .doesNotContain("streams", "rebuildTask");
      assertThat(offline.getEnvironment().getActiveProfiles()).isEmpty();
    } finally {
      System.clearProperty("spring.profiles.active");
    }
  }

  @Test
  void phases_rise_in_the_order_of_start() {
    assertThat(Arrays.stream(StartOrder.values()).map(StartOrder::phase).toList())
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void the_page_of_roles_lists_the_order_of_start() throws IOException {
    assertThat(rows("## Order of start").map(row -> row.get(0)))
        .containsExactlyElementsOf(Arrays.stream(StartOrder.values()).map(Enum::name).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {Role.ORDERS, Role.CONSUMER, Role.REPORTS})
  void the_page_of_roles_lists_what_a_role_starts(String role) throws IOException {
    try (var context = context(role)) {
      assertThat(rows("## `" + role + "`").filter(row -> row.size() == 5))
          .extracting(row -> row.get(1) + " of " + row.get(3))
          .containsExactlyInAnyOrderElementsOf(
              beans(context, SmartLifecycle.class)
                  .map(it -> it + " of " + configurationOf(context, it))
                  .toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Role.ORDERS, Role.CONSUMER, Role.REPORTS})
  void the_page_of_roles_lists_the_pools_of_a_role(String role) throws IOException {
    try (var context = context(role)) {
      assertThat(rows("## `" + role + "`").filter(row -> row.size() == 4))
          .extracting(row -> row.get(0) + " of " + row.get(3))
          .containsExactlyInAnyOrderElementsOf(
              beans(context, DataSource.class)
                  .map(it -> poolOf(context, it) + " of " + configurationOf(context, it))
                  .toList());
    }
  }

  /** The rows of the tables of a section, without their heads and without backquotes. */
  private static Stream<List<String>> rows(String section) throws IOException {
    String page = Files.readString(PAGE);
    String text = page.substring(page.indexOf(section + "\n"));
    int end = text.indexOf("\n## ", 1);
    return (end < 0 ? text : text.substring(0, end))
        .lines()
        .filter(it -> it.startsWith("| `"))
        .map(it -> Arrays.stream(it.replace("`", "").substring(1).split("[|]", -1)))
        .map(cells -> cells.map(String::strip).toList())
        .map(cells -> cells.subList(0, cells.size() - 1));
  }

  private static Stream<String> beans(GenericApplicationContext context, Class<?> type) {
    return Arrays.stream(context.getBeanFactory().getBeanNamesForType(type, true, false))
        .filter(it -> definition(context, it).getFactoryMethodMetadata() != null);
  }

  private static MethodMetadata factory(GenericApplicationContext context, String bean) {
    return Objects.requireNonNull(definition(context, bean).getFactoryMethodMetadata());
  }

  private static AnnotatedBeanDefinition definition(
      GenericApplicationContext context, String bean) {
    return (AnnotatedBeanDefinition) context.getBeanFactory().getBeanDefinition(bean);
  }

  private static String configurationOf(GenericApplicationContext context, String bean) {
    return ClassUtils.getShortName(factory(context, bean).getDeclaringClassName());
  }

  private static String poolOf(GenericApplicationContext context, String bean) {
    return String.valueOf(
        Objects.requireNonNull(factory(context, bean).getAnnotationAttributes(POOL)).get("value"));
  }

  /** The bean definitions of a process with this role; no bean is created. */
  private static GenericApplicationContext context(String role) {
    var context = new GenericApplicationContext();
    context.getEnvironment().setActiveProfiles(role);
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "test", Map.of("mocha.postgres.orders.url", "jdbc:postgresql://localhost/orders")));
    new AnnotatedBeanDefinitionReader(context, context.getEnvironment())
        .register(
            PostgresAutoConfiguration.class,
            KafkaAutoConfiguration.class,
            HttpAutoConfiguration.class,
            WiringConfiguration.class);
    var processor = new ConfigurationClassPostProcessor();
    processor.setEnvironment(context.getEnvironment());
    processor.postProcessBeanDefinitionRegistry(context);
    return context;
  }

  /** The use cases of the application in a process with this role. */
  private static Set<String> useCases(String role) {
    try (var context = context(role)) {
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
