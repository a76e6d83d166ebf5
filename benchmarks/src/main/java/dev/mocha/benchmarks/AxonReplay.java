package dev.mocha.benchmarks;

import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.postgres.ordering.EventStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.PostgresTokenTableFactory;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.serialization.Serializer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The peer of the projection: Axon's own replay with a pooled streaming processor. Each batch is
 * one JDBC batch of upserts of a plain order row, in the transaction that moves the token. Handlers
 * have no timeout.
 */
final class AxonReplay {

  private static final String PROCESSOR = "benchmark-replay";
  private static final String BATCH = "replayed batch";
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  /**
   * The settings of a replay.
   *
   * @param fetched events read at a time
   */
  record Tuning(String name, int segments, int batch, int fetched) {

    /** Axon's defaults. */
    static final Tuning STOCK = new Tuning("stock", 16, 1, 100);

    /** Tuned as by Axon's documentation. */
    static final Tuning TUNED = new Tuning("tuned", 4, 1_000, 5_000);
  }

  private final RunningMocha mocha;
  private final Tuning tuning;
  private final JdbcClient jdbc;
  private final AtomicLong handled = new AtomicLong();

  AxonReplay(RunningMocha mocha, Tuning tuning) {
    this.mocha = mocha;
    this.tuning = tuning;
    this.jdbc = mocha.session("orders");
  }

  /** Replays from the first event to the last, or until the time is over. */
  double eventsPerSecond(Duration duration) {
    jdbc.sql("DROP TABLE IF EXISTS tokenentry").update();
    jdbc.sql("DROP TABLE IF EXISTS replayed_orders").update();
    jdbc.sql(
            """
            CREATE TABLE replayed_orders (
              order_id text PRIMARY KEY, merchant_id text, business_date date,
              placed_at timestamptz, payment_method text, items_total bigint, discount bigint,
              status text)
            """)
        .update();
    handled.set(0);
    long stored = mocha.stored() - SampleOrders.MERCHANTS;
    Configuration axon = configuration();
    axon.start();
    try {
      long warm = System.nanoTime() + WARM_UP.toNanos();
      RunningMocha.await(
          "the replay has warmed up",
          () -> handled.get() > 0 && (System.nanoTime() > warm || handled.get() > stored / 3));
      long first = handled.get();
      long begun = System.nanoTime();
      while (handled.get() < stored && System.nanoTime() < begun + duration.toNanos()) {
        RunningMocha.pause(Duration.ofMillis(10));
      }
      return (handled.get() - first) / ((System.nanoTime() - begun) / 1e9);
    } finally {
      axon.shutdown();
    }
  }

  private Configuration configuration() {
    Serializer serializer = mocha.component(Serializer.class);
    TransactionManager transactions = mocha.component(TransactionManager.class);
    ConnectionProvider connections = mocha.component(ConnectionProvider.class);
    var engine =
        JdbcEventStorageEngine.builder()
            .connectionProvider(connections)
            .transactionManager(transactions)
            .eventSerializer(serializer)
            .snapshotSerializer(serializer)
            .schema(EventStore.EVENTS)
            .dataType(byte[].class)
            .batchSize(tuning.fetched())
            .build();
    JdbcTokenStore tokens =
        JdbcTokenStore.builder()
            .connectionProvider(connections)
            .serializer(serializer)
            .contentType(byte[].class)
            .build();
    tokens.createSchema(PostgresTokenTableFactory.INSTANCE);
    var configurer =
        DefaultConfigurer.defaultConfiguration(false)
            .configureSerializer(_ -> serializer)
            .configureEventSerializer(_ -> serializer)
            .configureMessageSerializer(_ -> serializer)
            .configureTransactionManager(_ -> transactions)
            .registerComponent(TokenStore.class, _ -> tokens)
            .configureEventStore(_ -> EmbeddedEventStore.builder().storageEngine(engine).build());
    configurer
        .eventProcessing()
        .registerPooledStreamingEventProcessor(
            PROCESSOR,
            Configuration::eventStore,
            (_, builder) ->
                builder
                    .initialSegmentCount(tuning.segments())
                    .batchSize(tuning.batch())
                    .initialToken(StreamableMessageSource::createTailToken))
        .assignHandlerTypesMatching(PROCESSOR, Rows.class::equals)
        .registerListenerInvocationErrorHandler(PROCESSOR, _ -> PropagatingErrorHandler.instance())
        .registerErrorHandler(PROCESSOR, _ -> PropagatingErrorHandler.instance())
        .registerEventHandler(_ -> new Rows(connections, handled));
    return configurer.buildConfiguration();
  }

  /** Plain order rows: the first event inserts, the others change the status. */
  record Rows(ConnectionProvider connections, AtomicLong handled) {

    @EventHandler
    void on(OrderEvent event, UnitOfWork<?> unitOfWork) {
      List<OrderEvent> batch =
          unitOfWork
              .root()
              .getOrComputeResource(
                  BATCH,
                  _ -> {
                    var begun = new ArrayList<OrderEvent>();
                    unitOfWork.root().onPrepareCommit(_ -> write(begun));
                    unitOfWork.root().afterCommit(_ -> handled.addAndGet(begun.size()));
                    return begun;
                  });
      batch.add(event);
    }

    private void write(List<OrderEvent> events) {
      try (Connection connection = connections.getConnection();
          var insert =
              connection.prepareStatement(
                  """
                  INSERT INTO replayed_orders VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                  ON CONFLICT (order_id) DO UPDATE SET status = excluded.status
                  """);
          var update =
              connection.prepareStatement(
                  "UPDATE replayed_orders SET status = ? WHERE order_id = ?")) {
        for (OrderEvent event : events) {
          if (event instanceof OrderPlaced placed) {
            insert.setString(1, placed.orderId().value());
            insert.setString(2, placed.merchantId().value());
            insert.setObject(3, placed.businessDate());
            insert.setObject(4, placed.at().atOffset(ZoneOffset.UTC));
            insert.setString(5, placed.paymentMethod());
            insert.setLong(6, placed.itemsTotal());
            insert.setLong(7, placed.discount());
            insert.setString(8, "PLACED");
            insert.addBatch();
          } else {
            update.setString(1, event.getClass().getSimpleName());
            update.setString(2, event.orderId().value());
            update.addBatch();
          }
        }
        insert.executeBatch();
        update.executeBatch();
      } catch (SQLException failed) {
        throw new IllegalStateException(failed);
      }
    }
  }
}
