package dev.mocha.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mocha.logclient.SchemaId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate that schemas pass on their way out, and what proves that it closes. */
class SchemaReleaseTest {

  private static final Path OWN = Path.of("src/main/resources/schemas");
  private static final SchemaId REFUNDED = new SchemaId("order-refunded", "1");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @BeforeEach
  void release_one_schema() throws Exception {
    Files.createDirectories(file(1).getParent());
    Files.copy(OWN.resolve("order-refunded/1.json"), file(1));
    list(1);
  }

  @Test
  void the_schemas_of_mocha_may_be_released() throws IOException {
    assertThat(new SchemaRelease(OWN, JsonEvents.UPCASTERS.keySet()).faults()).isEmpty();
  }

  @Test
  void a_changed_released_schema_is_rejected() throws IOException {
    Files.writeString(file(1), Files.readString(file(1)) + "\n");

    assertThat(faults())
        .containsExactly(
            "order-refunded/1.json is released and was changed: undo that, and write the next"
                + " revision");
  }

  @Test
  void a_missing_released_schema_is_rejected() throws IOException {
    Files.delete(file(1));

    assertThat(faults())
        .containsExactly("order-refunded/1.json is released and gone: readers still need it");
  }

  @Test
  void a_schema_that_is_not_listed_is_rejected() throws Exception {
    revise(it -> {});
    Files.writeString(folder.resolve("released.sha256"), line(1));

    assertThat(faults())
        .containsExactly(
            "order-refunded/2.json is not released: add the line '%s' to released.sha256"
                .formatted(line(2)));
  }

  @Test
  void a_revision_without_its_predecessor_is_rejected() throws Exception {
    Files.move(file(1), file(3));
    list(3);

    assertThat(faults()).containsExactly("order-refunded/3 has no order-refunded/2 before it");
  }

  @Test
  void a_revision_that_adds_a_property_or_accepts_less_may_be_released() throws Exception {
    revise(
        it -> {
          properties(it).putObject("channel").put("type", "string");
          it.withArray("required").add("channel");
          property(it, "amount").put("minimum", 2).put("maximum", 1_000);
          property(it, "reason").put("type", "string").put("maxLength", 10);
          property(it, "orderId").put("description", "other words");
        });

    assertThat(faults()).isEmpty();
  }

  @Test
  void a_revision_that_older_readers_cannot_read_is_rejected() throws Exception {
    assertRefused(it -> properties(it).remove("reason"), "/properties/reason is gone");
    assertRefused(it -> it.withArray("required").remove(5), "/required no longer has \"reason\"");
    assertRefused(
        it -> property(it, "amount").put("type", "number"),
        "/properties/amount/type was [integer] and is [number]");
    assertRefused(
        it -> property(it, "orderId").putArray("type").add("string").add("null"),
        "/properties/orderId/type was [string] and is [null, string]");
    assertRefused(
        it -> property(it, "amount").put("maximum", 100_000_000_000_001L),
        "/properties/amount/maximum was 100000000000000 and is 100000000000001");
    assertRefused(
        it -> property(it, "amount").remove("minimum"),
        "/properties/amount/minimum was 1 and is gone");
    assertRefused(
        it -> property(it, "merchantId").put("pattern", "^.*$"),
        "/properties/merchantId/pattern was \"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$\" and is"
            + " \"^.*$\"");
  }

  @Test
  void it_may_be_released_with_an_upcaster() throws Exception {
    revise(it -> properties(it).remove("reason"));

    assertThat(new SchemaRelease(folder, Set.of(REFUNDED)).faults()).isEmpty();
  }

  @Test
  void lines_of_an_array_are_compared_too() throws Exception {
    ObjectNode placed = (ObjectNode) JSON.readTree(OWN.resolve("order-placed/1.json").toFile());
    ObjectNode newer = placed.deepCopy();
    ((ObjectNode) newer.at("/properties/lines/items/properties/quantity")).put("maximum", 5_000);

    assertThat(SchemaEvolution.breaks(placed, newer))
        .containsExactly(
            "/properties/lines/items/properties/quantity/maximum was 1000 and is 5000");
  }

  private void assertRefused(Consumer<ObjectNode> change, String fault) throws Exception {
    revise(change);

    assertThat(faults())
        .containsExactly("readers of order-refunded/1 cannot read order-refunded/2: " + fault);
  }

  private void revise(Consumer<ObjectNode> change) throws Exception {
    var schema = (ObjectNode) JSON.readTree(file(1).toFile());
    change.accept(schema);
    Files.writeString(file(2), schema.toPrettyString());
    list(1, 2);
  }

  private List<String> faults() throws IOException {
    return new SchemaRelease(folder, Set.of()).faults();
  }

  private Path file(int revision) {
    return folder.resolve("order-refunded/" + revision + ".json");
  }

  private void list(int... revisions) throws Exception {
    var lines = new StringBuilder();
    for (int revision : revisions) {
      lines.append(line(revision)).append('\n');
    }
    Files.writeString(folder.resolve("released.sha256"), lines);
  }

  private String line(int revision) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file(revision)));
    return HexFormat.of().formatHex(digest) + "  order-refunded/" + revision + ".json";
  }

  private static ObjectNode properties(ObjectNode schema) {
    return (ObjectNode) schema.get("properties");
  }

  private static ObjectNode property(ObjectNode schema, String name) {
    return (ObjectNode) properties(schema).get(name);
  }
}
