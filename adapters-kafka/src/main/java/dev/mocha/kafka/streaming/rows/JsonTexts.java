package dev.mocha.kafka.streaming.rows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;

/** How the JSON of records is read. */
final class JsonTexts {

  /** The largest text, in characters. */
  static final int LARGEST = 16 << 20;

  /** The deepest nesting. */
  static final int DEEPEST = 100;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(LARGEST)
                  .maxNameLength(10_000)
                  .maxNumberLength(1_000)
                  .build())
          .build();

  private JsonTexts() {}

  /** Reads a text that holds one value. */
  interface Reader<T> {
    T read(JsonParser parser) throws IOException;
  }

  /**
   * Reads a text.
   *
   * @param reader is called on the first token and leaves the parser on the last of the value
   * @throws Refused when the text is not one JSON value
   */
  static <T> T read(String json, Reader<T> reader) {
    if (json.length() > LARGEST) {
      throw new Refused(
          "the data are %,d characters long, at most %,d are taken"
              .formatted(json.length(), LARGEST));
    }
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (parser.nextToken() == null) {
        throw new Refused("the data are empty, not JSON");
      }
      T read = reader.read(parser);
      JsonToken after = parser.nextToken();
      if (after != null) {
        throw new Refused(
            "the data go on after the JSON value at character "
                + parser.currentTokenLocation().getCharOffset());
      }
      return read;
    } catch (JsonProcessingException broken) {
      throw new Refused(
          "the data are not JSON%s: %s"
              .formatted(
                  broken.getLocation() == null
                      ? ""
                      : " at character " + broken.getLocation().getCharOffset(),
                  Refused.shortened(String.valueOf(broken.getOriginalMessage()))));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
