package dev.mocha.http;

import dev.mocha.application.benchmarking.MeasuredDatabase;
import dev.mocha.application.ordering.HistoryImport;
import dev.mocha.application.ordering.Ordering;
import dev.mocha.application.ordering.OrderingModule;
import dev.mocha.application.publishing.PublishedSchemas;
import dev.mocha.application.publishing.PublishedSchemas.PublishedSchema;
import dev.mocha.application.streaming.DeadLetter;
import dev.mocha.application.streaming.Redelivery;
import dev.mocha.application.streaming.Streams;
import dev.mocha.http.reconciling.ReconcilingInMemory;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.autoconfigure.web.servlet.MockMvcBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** The HTTP adapter on use cases in memory. Tests share it and use merchants of their own. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({RebuildingInMemory.class, SwitchingInMemory.class, ReconcilingInMemory.class})
public class TestApplication {

  /** It is always this moment. */
  public static final Instant NOW = Instant.parse("2018-07-26T05:12:33.123456Z");

  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  @Bean
  MockMvcBuilderCustomizer callerOfAllRequests() {
    return it ->
        it.defaultRequest(
            MockMvcRequestBuilders.get("/")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + TestTokens.all()));
  }

  @Bean
  Clock clock() {
    return CLOCK;
  }

  @Bean
  TablesInMemory tables() {
    return new TablesInMemory();
  }

  @Bean
  LogInMemory log() {
    return new LogInMemory();
  }

  @Bean
  PublishedSchemas publishedSchemas() {
    var schema =
        new PublishedSchema(
            "order-placed",
            "1",
            URI.create("https://schemas.example/order-placed/1"),
            "{ \"type\": \"object\" }");
    return new PublishedSchemas() {
      @Override
      public List<PublishedSchema> all() {
        return List.of(schema);
      }

      @Override
      public Optional<PublishedSchema> find(String type, String revision) {
        return all().stream()
            .filter(it -> it.type().equals(type) && it.revision().equals(revision))
            .findFirst();
      }
    };
  }

  @Bean
  ReportsInMemory operationalDailyReports() {
    return new ReportsInMemory();
  }

  @Bean(destroyMethod = "shutdown")
  Configuration axon(TablesInMemory tables) {
    Configurer configurer =
        DefaultConfigurer.defaultConfiguration(false)
            .configureEmbeddedEventStore(_ -> new InMemoryEventStorageEngine());
    return OrderingModule.register(configurer, tables, tables.merchants(), CLOCK).start();
  }

  @Bean
  Ordering ordering(Configuration axon, TablesInMemory tables) {
    return new Ordering(axon.getComponent(CommandGateway.class), tables.merchants(), CLOCK);
  }

  @Bean
  HistoryImport historyImport(TablesInMemory tables) {
    return new HistoryImport(tables.histories(), tables.merchants(), CLOCK);
  }

  @Bean
  dev.mocha.application.ordering.Merchants merchants(TablesInMemory tables) {
    return tables.merchants();
  }

  @Bean
  MeasuredDatabase measuredDatabase() {
    return () ->
        new MeasuredDatabase.Usage(
            "orders",
            "PostgreSQL 18.1",
            1_234,
            5_000,
            70,
            List.of(new MeasuredDatabase.TableSize("public.orders", 900, 81_920)));
  }

  @Bean
  DeadLettersInMemory deadLetters() {
    return new DeadLettersInMemory();
  }

  @Bean
  Redelivery redelivery(DeadLettersInMemory deadLetters) {
    return new Redelivery(
        deadLetters,
        stream ->
            Stream.of("listed", "settled")
                .filter(stream::equals)
                .<Redelivery.Recipient>map(NoRecipient::new)
                .findFirst());
  }

  @Bean
  Streams streams() {
    return new Streams() {
      @Override
      public List<Status> all() {
        return List.of(
            new Status(
                "readings",
                List.of("house.readings"),
                "public.readings",
                State.DOWN,
                "a column is missing",
                2,
                1,
                List.of(new Partition("house.readings", 0, 3, 5, 2))));
      }

      @Override
      public Optional<Redelivery.Recipient> recipient(String stream) {
        return Optional.empty();
      }
    };
  }

  private record NoRecipient(String stream) implements Redelivery.Recipient {
    @Override
    public void receive(DeadLetter deadLetter) {
      throw new UnsupportedOperationException("dead letters in memory settle themselves");
    }
  }
}
