package dev.mocha.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.publishing.EventTypes;
import dev.mocha.domain.ordering.MerchantEvent.MerchantChanged;
import dev.mocha.domain.ordering.MerchantEvent.MerchantRegistered;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.MerchantTerms;
import dev.mocha.domain.ordering.Money;
import dev.mocha.domain.ordering.OrderEvent.OrderAccepted;
import dev.mocha.domain.ordering.OrderEvent.OrderCancelled;
import dev.mocha.domain.ordering.OrderEvent.OrderDelivered;
import dev.mocha.domain.ordering.OrderEvent.OrderPickedUp;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.OrderEvent.OrderReady;
import dev.mocha.domain.ordering.OrderEvent.OrderRefunded;
import dev.mocha.domain.ordering.OrderEvent.OrderRejected;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.OrderLine;
import dev.mocha.logclient.SchemaId;
import dev.mocha.logclient.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Events as they were stored, of every type in every revision: today's code reads them all. */
class StoredSamplesTest {

  private static final Path FOLDER = Path.of("src/test/resources/events");
  private static final Schemas SCHEMAS =
      Schemas.onClassPath(StoredSamplesTest.class.getClassLoader(), "schemas");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final OrderId O = new OrderId("o");
  private static final MerchantId M = new MerchantId("m");
  private static final LocalDate DAY = LocalDate.of(1969, 12, 31);
  private static final Instant AT = Instant.EPOCH;

  private static final OrderId O_1 = new OrderId("O-" + "0".repeat(62));
  private static final MerchantId M_1 = new MerchantId("m-1");
  private static final LocalDate DAY_1 = LocalDate.of(2018, 7, 26);
  private static final Instant AT_1 = Instant.parse("2018-07-26T05:12:33.123456Z");

  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
  private static final Currency IDR = Currency.getInstance("IDR");
  private static final MerchantTerms NOTHING =
      new MerchantTerms("", UTC, LocalTime.MIDNIGHT, IDR, 0);
  private static final MerchantTerms ALL =
      new MerchantTerms("Warung Sari", JAKARTA, LocalTime.MAX, Currency.getInstance("JPY"), 10_000);

  private static final OrderPlaced LEAST_PLACED =
      new OrderPlaced(
          O,
          M,
          DAY,
          AT,
          UTC,
          IDR,
          "",
          "",
          "",
          List.of(new OrderLine("", "", 1, 0, null)),
          0,
          0,
          0,
          0,
          0,
          null);

  private static final OrderPlaced MOST_PLACED =
      new OrderPlaced(
          O_1,
          M_1,
          DAY_1,
          AT_1,
          JAKARTA,
          IDR,
          "F-1001",
          "c-9",
          "GOPAY",
          List.of(
              new OrderLine("ng", "Nasi Goreng", OrderLine.MAX_QUANTITY, 99_999_999_990L, "pedas"),
              new OrderLine("et", "Es Teh \"manis\"", 2, 5_000, null)),
          Money.MAX,
          Money.MAX / 2,
          Money.MAX,
          Money.MAX,
          Money.MAX / 2,
          "no cutlery 🙏");

  /** What the samples say. A new revision adds its own lines; none is ever taken out. */
  private static final Map<String, Object> EVENTS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("order-placed/1/minimal.json", LEAST_PLACED),
              Map.entry("order-placed/1/full.json", MOST_PLACED),
              Map.entry("order-placed/2/minimal.json", LEAST_PLACED),
              Map.entry("order-placed/2/full.json", MOST_PLACED),
              Map.entry("order-accepted/1/minimal.json", new OrderAccepted(O, M, DAY, AT)),
              Map.entry("order-accepted/1/full.json", new OrderAccepted(O_1, M_1, DAY_1, AT_1)),
              Map.entry("order-rejected/1/minimal.json", new OrderRejected(O, M, DAY, AT, null)),
              Map.entry(
                  "order-rejected/1/full.json",
                  new OrderRejected(O_1, M_1, DAY_1, AT_1, "OUT_OF_STOCK")),
              Map.entry("order-ready/1/minimal.json", new OrderReady(O, M, DAY, AT)),
              Map.entry("order-ready/1/full.json", new OrderReady(O_1, M_1, DAY_1, AT_1)),
              Map.entry("order-picked-up/1/minimal.json", new OrderPickedUp(O, M, DAY, AT)),
              Map.entry("order-picked-up/1/full.json", new OrderPickedUp(O_1, M_1, DAY_1, AT_1)),
              Map.entry("order-delivered/1/minimal.json", new OrderDelivered(O, M, DAY, AT)),
              Map.entry("order-delivered/1/full.json", new OrderDelivered(O_1, M_1, DAY_1, AT_1)),
              Map.entry(
                  "order-cancelled/1/minimal.json", new OrderCancelled(O, M, DAY, AT, null, null)),
              Map.entry(
                  "order-cancelled/1/full.json",
                  new OrderCancelled(O_1, M_1, DAY_1, AT_1, "customer", "TOO_LONG")),
              Map.entry("order-refunded/1/minimal.json", new OrderRefunded(O, M, DAY, AT, 1, null)),
              Map.entry(
                  "order-refunded/1/full.json",
                  new OrderRefunded(O_1, M_1, DAY_1, AT_1, Money.MAX, "COLD")),
              Map.entry(
                  "merchant-registered/1/minimal.json", new MerchantRegistered(M, AT, NOTHING)),
              Map.entry("merchant-registered/1/full.json", new MerchantRegistered(M_1, AT_1, ALL)),
              Map.entry("merchant-changed/1/minimal.json", new MerchantChanged(M, AT, NOTHING)),
              Map.entry("merchant-changed/1/full.json", new MerchantChanged(M_1, AT_1, ALL))));

  private final JsonEvents events = new JsonEvents();

  static Stream<String> samples() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(Files::isRegularFile)
          .map(it -> FOLDER.relativize(it).toString().replace('\\', '/'))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void the_code_reads_it_as_the_same_event(String sample) throws IOException {
    assertThat(events.<byte[], Object>deserialize(stored(sample))).isEqualTo(EVENTS.get(sample));
  }

  /** As {@code KafkaLog} publishes it. */
  @ParameterizedTest
  @MethodSource("samples")
  void upcast_to_a_newer_revision_it_is_valid_against_that_schema(String sample)
      throws IOException {
    SerializedObject<byte[]> data = events.upcast(stored(sample));
    var schema = new SchemaId(data.getType().getName(), data.getType().getRevision());

    assertThat(SCHEMAS.validate(schema, data.getData())).isEmpty();
    assertDescribed(
        JSON.readTree(SCHEMAS.text(schema).orElseThrow()), JSON.readTree(data.getData()));
    assertThat(JsonEvents.UPCASTERS).doesNotContainKey(schema);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void it_is_valid_against_its_schema(String sample) throws IOException {
    assertThat(SCHEMAS.validate(schemaOf(sample), bytes(sample))).isEmpty();
  }

  /** Otherwise a field that was added to an event would go out unseen by its schema. */
  @ParameterizedTest
  @MethodSource("samples")
  void its_schema_describes_every_field_that_it_has_and_no_other(String sample) throws IOException {
    JsonNode schema = JSON.readTree(SCHEMAS.text(schemaOf(sample)).orElseThrow());

    assertDescribed(schema, JSON.readTree(bytes(sample)));
  }

  @Test
  void every_schema_has_a_minimal_and_a_full_sample_and_every_sample_its_event()
      throws IOException {
    List<String> needed =
        SCHEMAS.ids().stream()
            .flatMap(it -> Stream.of(it + "/full.json", it + "/minimal.json"))
            .toList();

    assertThat(samples()).containsAll(needed);
    assertThat(samples()).containsExactlyElementsOf(EVENTS.keySet());
  }

  @Test
  void every_event_is_written_in_the_newest_revision_that_has_a_schema() {
    for (EventTypes.EventType type : EventTypes.all()) {
      assertThat(SCHEMAS.ids().stream().filter(it -> it.type().equals(type.name())))
          .last()
          .isEqualTo(new SchemaId(type.name(), type.revision()));
    }
    assertThat(SCHEMAS.ids().stream().map(SchemaId::type).distinct())
        .containsExactlyInAnyOrderElementsOf(
            EventTypes.all().stream().map(EventTypes.EventType::name).toList());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void the_schema_of_the_newest_revision_describes_every_field(String sample) throws IOException {
    Object event = EVENTS.get(sample);
    var written = events.serialize(event, byte[].class);
    var today = new SchemaId(written.getType().getName(), written.getType().getRevision());

    assertThat(SCHEMAS.validate(today, written.getData())).isEmpty();
    assertDescribed(
        JSON.readTree(SCHEMAS.text(today).orElseThrow()), JSON.readTree(written.getData()));
  }

  private static void assertDescribed(JsonNode schema, JsonNode data) {
    if (data.isArray()) {
      data.forEach(it -> assertDescribed(schema.get("items"), it));
    }
    if (data.isObject()) {
      JsonNode properties = schema.path("properties");
      assertThat(names(data)).isEqualTo(names(properties));
      data.properties().forEach(it -> assertDescribed(properties.get(it.getKey()), it.getValue()));
    }
  }

  private static Set<String> names(JsonNode object) {
    var names = new TreeSet<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static SchemaId schemaOf(String sample) {
    String[] parts = sample.split("/", -1);
    return new SchemaId(parts[0], parts[1]);
  }

  private static SerializedObject<byte[]> stored(String sample) throws IOException {
    SchemaId schema = schemaOf(sample);
    return new SimpleSerializedObject<>(
        bytes(sample), byte[].class, new SimpleSerializedType(schema.type(), schema.revision()));
  }

  private static byte[] bytes(String sample) throws IOException {
    return Files.readAllBytes(FOLDER.resolve(sample));
  }
}
