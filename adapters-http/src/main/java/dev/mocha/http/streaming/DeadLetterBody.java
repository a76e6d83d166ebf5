package dev.mocha.http.streaming;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mocha.application.streaming.DeadLetter;
import dev.mocha.application.streaming.DeadLetters.Stored;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter.
 *
 * @param sequence blocked by it; null when the record has neither subject nor key
 * @param waits whether the record is valid and only waits behind an earlier dead letter
 * @param attempts how many times it was redelivered without success
 * @param value only of a single dead letter
 * @param headers only of a single dead letter
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
          : new Content(Base64.getEncoder().encodeToString(bytes), textOf(bytes));
    }

    private static @Nullable String textOf(byte[] bytes) {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException binary) {
        return null;
      }
    }
  }

  record HeaderBody(String name, @Nullable Content value) {}

  /** For a list. */
  static DeadLetterBody summary(Stored stored) {
    return of(stored, null, null);
  }

  static DeadLetterBody full(Stored stored) {
    return of(
        stored,
        Content.of(stored.deadLetter().value()),
        stored.deadLetter().headers().stream()
            .map(it -> new HeaderBody(it.name(), Content.of(it.value())))
            .toList());
  }

  private static DeadLetterBody of(
      Stored stored, @Nullable Content value, @Nullable List<HeaderBody> headers) {
    DeadLetter it = stored.deadLetter();
    return new DeadLetterBody(
        stored.id(),
        stored.stream(),
        it.partition().topic(),
        it.partition().partition(),
        it.offset(),
        it.recordedAt(),
        stored.parkedAt(),
        it.sequence() == null ? null : it.sequence().key(),
        it.waits(),
        stored.attempts(),
        it.reason(),
        it.failure(),
        Content.of(it.key()),
        value,
        headers);
  }
}
