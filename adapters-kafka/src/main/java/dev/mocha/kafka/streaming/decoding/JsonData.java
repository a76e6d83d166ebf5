package dev.mocha.kafka.streaming.decoding;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Parses the JSON of records within limits. Numbers keep their digits. */
final class JsonData {

  /** Characters. */
  private static final int MAX_LENGTH = 16 << 20;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(100)
                          .maxStringLength(MAX_LENGTH)
                          .maxNameLength(10_000)
                          .maxNumberLength(1_000)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private JsonData() {}

  /**
   * Parses one JSON value.
   *
   * @throws InvalidRecord when the text is not one JSON value
   */
  static JsonNode parse(String json) {
    if (json.length() > MAX_LENGTH) {
      throw new InvalidRecord(
          "the data have %,d characters, more than the maximum of %,d"
              .formatted(json.length(), MAX_LENGTH));
    }
    try (JsonParser parser = MAPPER.createParser(json)) {
      @Nullable JsonNode node = MAPPER.readTree(parser);
      if (node == null) {
        throw new InvalidRecord("the data are empty, not JSON");
      }
      if (parser.nextToken() != null) {
        throw new InvalidRecord(
            "the data continue after the JSON value at character "
                + parser.currentTokenLocation().getCharOffset());
      }
      return node;
    } catch (JsonProcessingException broken) {
      throw new InvalidRecord(
          "the data are not JSON%s: %s"
              .formatted(
                  broken.getLocation() == null
                      ? ""
                      : " at character " + broken.getLocation().getCharOffset(),
                  InvalidRecord.shortened(String.valueOf(broken.getOriginalMessage()))));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
