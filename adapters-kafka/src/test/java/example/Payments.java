package example;

import dev.mocha.logclient.LogClient;
import dev.mocha.logclient.LogClient.Receipt;
import dev.mocha.logclient.SchemaId;
import dev.mocha.logclient.Schemas;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Sends payments to the log. */
public final class Payments implements AutoCloseable {

  private static final URI SCHEMAS = URI.create("https://payments.example/schemas");
  private static final SchemaId TAKEN = new SchemaId("payment-taken", "1");

  private final LogClient log;
  private final String topic;

  public Payments(String brokers, String topic, Path schemas) {
    this.log = new LogClient(Map.of("bootstrap.servers", brokers), Schemas.inFolder(schemas));
    this.topic = topic;
  }

  /** Completed when all replicas of the log hold the event. */
  public CompletableFuture<Receipt> taken(String paymentId, String orderId, long amount) {
    String data = "{\"orderId\":\"%s\",\"amount\":%d}".formatted(orderId, amount);
    CloudEvent event =
        CloudEventBuilder.v1()
            .withId(paymentId)
            .withSource(URI.create("/payments"))
            .withType(TAKEN.type())
            .withDataSchema(TAKEN.under(SCHEMAS))
            .withSubject(orderId)
            .withTime(OffsetDateTime.now(ZoneOffset.UTC))
            .withData("application/json", data.getBytes(StandardCharsets.UTF_8))
            .build();
    return log.send(topic, event);
  }

  @Override
  public void close() {
    log.close();
  }
}
