package dev.mocha.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Readings of sensors as another service publishes them; half are updates. */
final class SampleReadings {

  static final String TOPIC = "benchmark.readings";

  private static final Instant FIRST = Instant.parse("2018-07-26T05:12:33.123456Z");

  private final List<Reading> readings = new ArrayList<>();
  private int sensors;

  /** The values of a reading. */
  record Reading(
      String sensor,
      long number,
      Instant takenAt,
      String room,
      int floor,
      String celsius,
      int humidity,
      long battery,
      String firmware) {

    private byte[] json() {
      return """
      {"sensor":"%s","where":{"room":"%s","floor":%d,"building":"B 7"},"celsius":%s,\
      "humidity":%d,"battery":%d,"firmware":"%s","note":"taken by the hourly round"}\
      """
          .formatted(sensor, room, floor, celsius, humidity, battery, firmware)
          .getBytes(UTF_8);
    }

    private ProducerRecord<String, byte[]> record() {
      var record = new ProducerRecord<>(TOPIC, sensor, json());
      record
          .headers()
          .add("ce_specversion", "1.0".getBytes(UTF_8))
          .add("ce_id", ("reading-" + number).getBytes(UTF_8))
          .add("ce_source", "/benchmarks".getBytes(UTF_8))
          .add("ce_type", "reading-taken".getBytes(UTF_8))
          .add("ce_subject", sensor.getBytes(UTF_8))
          .add("ce_sequence", Long.toString(number).getBytes(UTF_8))
          .add("ce_time", takenAt.toString().getBytes(UTF_8))
          .add("content-type", "application/json".getBytes(UTF_8));
      return record;
    }
  }

  SampleReadings(int count) {
    var random = new Random(2018);
    for (int number = 0; number < count; number++) {
      int sensor = number % 2 == 0 ? sensors++ : random.nextInt(sensors);
      readings.add(
          new Reading(
              "sensor-%08d".formatted(sensor),
              number,
              FIRST.plusMillis(number),
              "room " + sensor % 500,
              sensor % 30,
              "%d.%02d".formatted(random.nextInt(-20, 40), random.nextInt(100)),
              random.nextInt(100),
              3_000_000_000L + number,
              "7.%d.1".formatted(sensor % 9)));
    }
  }

  List<Reading> all() {
    return readings;
  }

  /** The number of rows when all are written. */
  int sensors() {
    return sensors;
  }

  /**
   * Publishes them with one request in flight: a new topic may reject the first request, and a
   * second one in flight would then be out of order.
   */
  void publish(String brokers) throws InterruptedException {
    Floors.send(
        brokers,
        TOPIC,
        Map.of("linger.ms", 5, "max.in.flight.requests.per.connection", 1),
        readings.stream().map(Reading::record));
  }
}
