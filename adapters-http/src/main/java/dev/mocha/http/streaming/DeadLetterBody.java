package dev.mocha.http.streaming;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mocha.application.streaming.DeadLetter;
import dev.mocha.application.streaming.DeadLetters.Parked;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter. Bytes come as Base64, and beside it as text where they are one.
 *
 * @param sequence what later records wait for; null for a record that belongs to nothing
 * @param attempts how often it was handed to its stream again
 * @param headers absent in a list
 * @param value absent in a list
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record DeadLetterBody(
    long id,
    String stream,
    String topic,
    int partition,
    long offset,
    Instant recordedAt,
    Instant parkedAt,
    @Nullable String sequence,
    boolean waits,
    int attempts,
    String reason,
    String failure,
    @Nullable Content key,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Content value,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<HeaderBody> headers) {

  /** Bytes as Base64, and as text where they are UTF-8. */
  record Content(String base64, @Nullable String text) {

    static @Nullable Content of(byte @Nullable [] bytes) {
      return bytes == null
          ? null
          : new Content(java.util.Base64.getEncoder().encodeToString(bytes), textOf(bytes));
    }

    private static @Nullable String textOf(byte[] bytes) {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException binary) {
        return null;
      }
    }
  }

  /** A header of the record. */
  record HeaderBody(String name, @Nullable Content value) {}

  /** As it stands in a list. */
  static DeadLetterBody summary(Parked parked) {
    return of(parked, null, null);
  }

  /** With everything. */
  static DeadLetterBody whole(Parked parked) {
    return of(
        parked,
        Content.of(parked.letter().value()),
        parked.letter().headers().stream()
            .map(it -> new HeaderBody(it.name(), Content.of(it.value())))
            .toList());
  }

  private static DeadLetterBody of(
      Parked parked, @Nullable Content value, @Nullable List<HeaderBody> headers) {
    DeadLetter it = parked.letter();
    return new DeadLetterBody(
        parked.id(),
        parked.stream(),
        it.partition().topic(),
        it.partition().partition(),
        it.offset(),
        it.recordedAt(),
        parked.parkedAt(),
        it.sequence() == null ? null : it.sequence().key(),
        it.waits(),
        parked.attempts(),
        it.reason(),
        it.failure(),
        Content.of(it.key()),
        value,
        headers);
  }
}
