package dev.mocha.logclient;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemasTest {

  private static final SchemaId TAKEN = new SchemaId("payment-taken", "1");
  private static final String TEXT =
      """
      {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
       "required": ["payment", "amount", "at"],
       "properties": {
         "payment": {"type": "string", "minLength": 1},
         "amount": {"type": "integer", "minimum": 1},
         "at": {"type": "string", "format": "date-time"},
         "parts": {"type": "array", "items": {"type": "integer"}}}}
      """;

  /** What {@code sha256sum} says of it. */
  private static final String DIGEST =
      "d1a7b944d0c21ee17b43016b87381ca1533f6f678ce2543dc9d4dda965f76f68";

  private static final String AMOUNT = "{\"type\": \"integer\", \"minimum\": 1}";
  private static final Schemas SCHEMAS = Schemas.of(Map.of(TAKEN, TEXT));

  @TempDir private Path folder;

  @Test
  void valid_data_have_no_violations() {
    assertThat(
            validate(
                """
                {"payment": "p-1", "amount": 5, "at": "2018-07-26T05:12:33Z", "later": true}
                """))
        .isEmpty();
  }

  @Test
  void a_violation_has_a_pointer_and_a_message() {
    assertThat(
            validate(
                """
                {"payment": "", "amount": 0, "at": "yesterday", "parts": [1, "2"]}
                """))
        .containsExactly(
            new Violation("/amount", "must have a minimum value of 1"),
            new Violation(
                "/at", "does not match the date-time pattern must be a valid RFC 3339 date-time"),
            new Violation("/parts/1", "string found, integer expected"),
            new Violation("/payment", "must be at least 1 characters long"));
    assertThat(validate("{\"payment\": \"p-1\", \"amount\": 1}"))
        .containsExactly(new Violation("", "required property 'at' not found"));
  }

  @Test
  void violations_are_limited() {
    String parts = "\"x\",".repeat(1_000) + "\"x\"";

    assertThat(
            validate(
                "{\"payment\":\"p\",\"amount\":1,\"at\":\"2018-07-26T05:12:33Z\",\"parts\":["
                    + parts
                    + "]}"))
        .hasSize(Schemas.MAX_VIOLATIONS);
  }

  @Test
  void data_that_are_not_a_single_json_text_are_a_violation() {
    for (String broken : List.of("", "{", "{} {}", "{\"a\":1,\"a\":2}", "[".repeat(5_000))) {
      assertThat(validate(broken))
          .as(broken)
          .singleElement()
          .satisfies(it -> assertThat(it.pointer()).isEmpty());
    }
    assertThat(SCHEMAS.validate(TAKEN, new byte[] {'"', (byte) 0xff, '"'})).hasSize(1);
  }

  @Test
  void an_unknown_schema_is_a_violation() {
    assertThat(SCHEMAS.validate(TAKEN.next(), "{}".getBytes(UTF_8)))
        .containsExactly(new Violation("", "has an unknown schema: payment-taken/2"));
  }

  @Test
  void a_folder_is_read_by_type_and_revision() throws Exception {
    write("payment-taken/1.json", TEXT);
    write("payment-taken/10.json", TEXT);
    write("payment-given/1.json", TEXT);

    Schemas schemas = Schemas.inFolder(folder);

    assertThat(schemas.ids()).hasToString("[payment-given/1, payment-taken/1, payment-taken/10]");
    assertThat(schemas.text(TAKEN)).contains(TEXT);
  }

  @Test
  void a_file_in_a_folder_that_is_not_named_as_a_schema_is_rejected() throws Exception {
    write("payment-taken.json", TEXT);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schemas.inFolder(folder))
        .withMessage("the schema file payment-taken.json is not named TYPE/REVISION.json");
  }

  @Test
  void schemas_on_the_class_path_are_listed_and_match_their_checksums() throws Exception {
    write("s/released.sha256", DIGEST + "  payment-taken/1.json\n");
    write("s/payment-taken/1.json", TEXT);
    try (var classPath = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
      assertThat(Schemas.onClassPath(classPath, "s").ids()).containsExactly(TAKEN);

      write("s/payment-taken/1.json", TEXT + " ");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Schemas.onClassPath(classPath, "s"))
          .withMessage(
              "payment-taken/1.json differs from its checksum in released.sha256; a released schema"
                  + " never changes");
      write("s/released.sha256", DIGEST + "  payment-taken/2.json\n");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Schemas.onClassPath(classPath, "s"))
          .withMessage("not on the class path: s/payment-taken/2.json");
    }
  }

  @Test
  void what_is_not_a_json_schema_is_rejected() {
    for (String text :
        List.of(
            "{",
            "[]",
            "{\"type\": \"object\"}",
            "{\"$schema\": \"http://json-schema.org/draft-07/schema#\"}",
            TEXT.replace(AMOUNT, "{\"pattern\": \"(\"}"))) {
      assertThatIllegalArgumentException()
          .as(text)
          .isThrownBy(() -> Schemas.of(Map.of(TAKEN, text)))
          .withMessageContaining("payment-taken/1");
    }
  }

  @Test
  void nothing_is_fetched_from_other_addresses() {
    String elsewhere = TEXT.replace(AMOUNT, "{\"$ref\": \"http://127.0.0.1:1/amount\"}");

    assertThatIllegalArgumentException().isThrownBy(() -> Schemas.of(Map.of(TAKEN, elsewhere)));
  }

  @Test
  void two_sets_are_merged_unless_both_have_a_schema() {
    var other = Schemas.of(Map.of(TAKEN.next(), TEXT));

    assertThat(SCHEMAS.with(other).ids()).containsExactly(TAKEN, TAKEN.next());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SCHEMAS.with(SCHEMAS))
        .withMessage("there are two schemas for payment-taken/1");
  }

  private static List<Violation> validate(String data) {
    return SCHEMAS.validate(TAKEN, data.getBytes(UTF_8));
  }

  private void write(String file, String text) throws Exception {
    Path path = folder.resolve(file);
    Files.createDirectories(Objects.requireNonNull(path.getParent()));
    Files.writeString(path, text);
  }
}
