package dev.mocha.logclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaIdTest {

  private static final SchemaId PLACED = new SchemaId("order-placed", "1");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8080/api/v1/schemas/order-placed/1",
        "https://schemas.example/order-placed/1",
        "/order-placed/1",
        "urn:mocha:schema:order-placed:1"
      })
  void the_last_two_segments_name_it(String dataSchema) {
    assertThat(SchemaId.namedBy(dataSchema)).contains(PLACED);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "order-placed",
        "order-placed/1",
        "http://schemas.example/order-placed/",
        "http://schemas.example/order-placed/01",
        "http://schemas.example/order-placed/1.0",
        "http://schemas.example/../1",
        "http://schemas.example/order-placed/1?draft",
        "urn:1"
      })
  void other_texts_do_not_name_it(@Nullable String dataSchema) {
    assertThat(SchemaId.namedBy(dataSchema)).isEmpty();
  }

  @Test
  void it_is_parsed_from_the_address_that_it_makes() {
    for (String base : new String[] {"http://any.where/a", "http://any.where/a/"}) {
      URI name = PLACED.under(URI.create(base));

      assertThat(name).hasToString("http://any.where/a/order-placed/1");
      assertThat(SchemaId.namedBy(name.toString())).contains(PLACED);
    }
  }

  @Test
  void revisions_are_ordered_as_numbers() {
    assertThat(
            Stream.of(new SchemaId("b", "1"), new SchemaId("a", "9").next(), new SchemaId("a", "9"))
                .sorted()
                .map(SchemaId::toString))
        .containsExactly("a/9", "a/10", "b/1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "v1", "", "1000000"})
  void a_revision_counts_from_1(String revision) {
    assertThatIllegalArgumentException().isThrownBy(() -> new SchemaId("order-placed", revision));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "a/b", "a:b", "-a"})
  void a_type_is_safe_in_a_path(String type) {
    assertThatIllegalArgumentException().isThrownBy(() -> new SchemaId(type, "1"));
  }
}
