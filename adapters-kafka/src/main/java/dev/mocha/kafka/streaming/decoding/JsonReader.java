package dev.mocha.kafka.streaming.decoding;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads the JSON of records within limits. */
final class JsonReader {

  /** Characters. */
  private static final int MAX_LENGTH = 16 << 20;

  private static final int MAX_DEPTH = 100;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_LENGTH)
                  .maxNameLength(10_000)
                  .maxNumberLength(1_000)
                  .build())
          .build();

  private JsonReader() {}

  interface Reader<T> {
    T read(JsonParser parser) throws IOException;
  }

  /**
   * Reads one JSON value.
   *
   * @param reader moves the parser from the first token of the value to its last
   * @throws InvalidRecord when the text is not one JSON value
   */
  static <T> T read(String json, Reader<T> reader) {
    if (json.length() > MAX_LENGTH) {
      throw new InvalidRecord(
          "the data have %,d characters, more than the maximum of %,d"
              .formatted(json.length(), MAX_LENGTH));
    }
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (parser.nextToken() == null) {
        throw new InvalidRecord("the data are empty, not JSON");
      }
      T read = reader.read(parser);
      JsonToken after = parser.nextToken();
      if (after != null) {
        throw new InvalidRecord(
            "the data continue after the JSON value at character "
                + parser.currentTokenLocation().getCharOffset());
      }
      return read;
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
