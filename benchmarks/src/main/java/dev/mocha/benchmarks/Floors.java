package dev.mocha.benchmarks;

import dev.mocha.benchmarks.SampleReadings.Reading;
import dev.mocha.postgres.sql.BinaryCopy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What the servers reach on this machine without Mocha. */
final class Floors {

  private static final String TABLE =
      """
      DROP TABLE IF EXISTS %1$s;
      CREATE TABLE %1$s (
        order_id text, merchant_id text, placed_at timestamptz, status text, items_total bigint,
        discount bigint, tax bigint, note text)
      """;

  private static final int BATCH = 4_000;

  private static final int BODY_COUNT = 100_000;
  private static final int BODY_BYTES = 1_984;

  private static final String BODIES =
      """
      DROP TABLE IF EXISTS floor_bodies;
      CREATE TABLE floor_bodies (id integer PRIMARY KEY, body text STORAGE PLAIN);
      INSERT INTO floor_bodies
      SELECT id, (SELECT string_agg(md5(id || '-' || part), '') FROM generate_series(1, %2$d) AS part)
      FROM generate_series(1, %1$d) AS id
      """;

  private static final String READING =
      """
      sensor text COLLATE "C", number bigint, taken_at timestamptz, room text, floor integer,
      celsius numeric, humidity integer, battery bigint, charging boolean, firmware text
      """;

  /** Keeps the newest reading of a sensor that is twice in a batch. */
  private static final String UPSERT =
      """
      INSERT INTO floor_upserts AS target
      SELECT DISTINCT ON (sensor)
        sensor, number, taken_at, room, floor, celsius, humidity, battery, charging, firmware
      FROM floor_staged
      WHERE batch = ?
      ORDER BY sensor, number DESC
      ON CONFLICT (sensor) DO UPDATE SET
        number = excluded.number, taken_at = excluded.taken_at, room = excluded.room,
        floor = excluded.floor, celsius = excluded.celsius, humidity = excluded.humidity,
        battery = excluded.battery, charging = excluded.charging, firmware = excluded.firmware
      WHERE target.number < excluded.number
      """;

  private Floors() {}

  /** Rows a second of clients that insert one row a transaction, each durable. */
  static double durableInserts(DataSource database, int clients, Duration duration) {
    execute(database, TABLE.formatted("floor_inserts"));
    return perSecond(clients, duration, end -> insert(database, end));
  }

  /** Bodies a second of clients that look up one by its key with a prepared statement. */
  static double pointLookUps(DataSource database, int clients, Duration duration) {
    execute(database, BODIES.formatted(BODY_COUNT, BODY_BYTES / 32));
    execute(database, "VACUUM ANALYZE floor_bodies");
    return perSecond(clients, duration, end -> lookUp(database, end));
  }

  private static long lookUp(DataSource database, long end) throws SQLException {
    long bodies = 0;
    var random = new Random();
    try (Connection connection = database.getConnection();
        var statement = connection.prepareStatement("SELECT body FROM floor_bodies WHERE id = ?")) {
      while (System.nanoTime() < end) {
        statement.setInt(1, 1 + random.nextInt(BODY_COUNT));
        try (var row = statement.executeQuery()) {
          row.next();
          if (row.getString(1).length() != BODY_BYTES) {
            throw new IllegalStateException("the look-up returned another body");
          }
        }
        bodies++;
      }
    }
    return bodies;
  }

  private interface Client {
    /** Works until then and returns the units of work done. */
    long until(long end) throws SQLException;
  }

  private static double perSecond(int clients, Duration duration, Client client) {
    long begun = System.nanoTime();
    long end = begun + duration.toNanos();
    long done = 0;
    try (var executor = Executors.newFixedThreadPool(clients)) {
      List<Future<Long>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        running.add(executor.submit(() -> client.until(end)));
      }
      for (Future<Long> one : running) {
        done += one.get();
      }
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
    return done / ((System.nanoTime() - begun) / 1e9);
  }

  private static long insert(DataSource database, long end) throws SQLException {
    long rows = 0;
    try (Connection connection = database.getConnection();
        var statement =
            connection.prepareStatement(
                "INSERT INTO floor_inserts VALUES (?, ?, now(), ?, ?, ?, ?, ?)")) {
      while (System.nanoTime() < end) {
        statement.setString(1, "order-" + rows);
        statement.setString(2, "m-0001");
        statement.setString(3, "PLACED");
        statement.setLong(4, rows);
        statement.setLong(5, 0);
        statement.setLong(6, 0);
        statement.setString(7, "pedas");
        statement.executeUpdate();
        rows++;
      }
    }
    return rows;
  }

  /** Rows a second of one client's binary COPY, in pieces of a thousand. */
  static double copy(DataSource database, int rows) throws SQLException {
    execute(database, TABLE.formatted("floor_copy"));
    List<Integer> piece = IntStream.range(0, 1_000).boxed().toList();
    var now = Instant.now();
    long begun = System.nanoTime();
    try (Connection connection = database.getConnection()) {
      for (int copied = 0; copied < rows; copied += piece.size()) {
        BinaryCopy.into(
            connection,
            "floor_copy",
            8,
            piece,
            (row, number) ->
                row.text("order-" + number)
                    .text("m-0001")
                    .timestamptz(now)
                    .text("DELIVERED")
                    .bigint(number)
                    .bigint(0)
                    .bigint(0)
                    .text("pedas"));
      }
    }
    return rows / ((System.nanoTime() - begun) / 1e9);
  }

  /** Loads the readings that {@link #upserts} reads. */
  static void stageReadings(DataSource database, List<Reading> readings) throws SQLException {
    execute(database, "DROP TABLE IF EXISTS floor_staged");
    execute(database, "CREATE UNLOGGED TABLE floor_staged (" + READING + ", batch integer)");
    try (Connection connection = database.getConnection()) {
      BinaryCopy.into(
          connection,
          "floor_staged (sensor, number, taken_at, room, floor, humidity, battery, firmware,"
              + " batch)",
          9,
          readings,
          (row, it) ->
              row.text(it.sensor())
                  .bigint(it.number())
                  .timestamptz(it.takenAt())
                  .text(it.room())
                  .integer(it.floor())
                  .integer(it.humidity())
                  .bigint(it.battery())
                  .text(it.firmware())
                  .integer((int) it.number() / BATCH));
    }
    execute(
        database, "UPDATE floor_staged SET celsius = (number % 4000) / 100.0, charging = false");
    execute(database, "CREATE INDEX ON floor_staged (batch)");
    execute(database, "VACUUM ANALYZE floor_staged");
  }

  /** Rows a second of upserts with a version guard, rows and statements within the database. */
  static double upserts(DataSource database, int rows) throws SQLException {
    execute(database, "DROP TABLE IF EXISTS floor_upserts");
    execute(database, "CREATE TABLE floor_upserts (%s, PRIMARY KEY (sensor))".formatted(READING));
    long begun = System.nanoTime();
    try (Connection connection = database.getConnection();
        var statement = connection.prepareStatement(UPSERT)) {
      for (int batch = 0; batch * BATCH < rows; batch++) {
        statement.setInt(1, batch);
        statement.executeUpdate();
      }
    }
    return rows / ((System.nanoTime() - begun) / 1e9);
  }

  /** A topic of twelve partitions. */
  static void createTopic(String brokers, String topic) throws InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
      admin.createTopics(List.of(new NewTopic(topic, 12, (short) 1))).all().get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    }
  }

  /** Records a second of one producer that waits for all replicas, with the same settings. */
  static double producer(String brokers, String topic, int records) throws InterruptedException {
    var orders = new SampleOrders();
    List<byte[]> values =
        IntStream.range(0, 5_000).mapToObj(it -> orders.body("floor-" + it, it)).toList();
    Map<String, Object> settings = Map.of("enable.idempotence", true, "linger.ms", 2);
    return send(
        brokers,
        topic,
        settings,
        IntStream.range(0, records)
            .mapToObj(
                it ->
                    new ProducerRecord<>(topic, "m-" + it % 200, values.get(it % values.size()))));
  }

  /**
   * Sends records with one producer that waits for all replicas, until all are acknowledged.
   *
   * @return records a second
   */
  static double send(
      String brokers,
      String topic,
      Map<String, Object> settings,
      Stream<ProducerRecord<String, byte[]>> records)
      throws InterruptedException {
    var all = new HashMap<>(settings);
    all.put("bootstrap.servers", brokers);
    all.put("acks", "all");
    all.put("compression.type", "lz4");
    all.put("batch.size", 256 * 1024);
    try (var producer =
        new KafkaProducer<>(all, new StringSerializer(), new ByteArraySerializer())) {
      producer.partitionsFor(topic);
      long begun = System.nanoTime();
      List<Future<RecordMetadata>> sent = records.map(producer::send).toList();
      for (Future<RecordMetadata> record : sent) {
        record.get();
      }
      return sent.size() / ((System.nanoTime() - begun) / 1e9);
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    }
  }

  private static void execute(DataSource database, String sql) {
    try (Connection connection = database.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
