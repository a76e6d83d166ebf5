package dev.mocha.http.rebuilding;

import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.rebuilding.Generation.Phase;
import dev.mocha.application.rebuilding.Generation.Progress;
import dev.mocha.application.rebuilding.Generation.Proof;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.GenerationContents.Content;
import dev.mocha.application.rebuilding.RebuildControl.Listed;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A generation and its rebuild; {@code done} and {@code total} count positions of the history,
 * {@code rate} those of a second. Where it has tables there are also its size, its checksum, how
 * far it is complete, and how many records of the log its stream has not read.
 */
record GenerationBody(
    String id,
    int version,
    State state,
    String source,
    Phase phase,
    long done,
    long total,
    long rate,
    @Nullable Long secondsLeft,
    Instant createdAt,
    @Nullable Instant readyAt,
    @Nullable Instant promotedAt,
    @Nullable Long differingDays,
    @Nullable Instant comparedAt,
    @Nullable String failure,
    @Nullable Long bytes,
    @Nullable String checksum,
    @Nullable Instant completeTo,
    @Nullable Long lag) {

  static GenerationBody of(Generation it) {
    return of(it, null, null);
  }

  static GenerationBody of(Listed it) {
    return of(it.generation(), it.content(), it.lag().isPresent() ? it.lag().getAsLong() : null);
  }

  private static GenerationBody of(Generation it, @Nullable Content content, @Nullable Long lag) {
    Progress progress = it.progress();
    Proof proof = it.proof();
    return new GenerationBody(
        it.name(),
        it.version(),
        it.state(),
        SourceName.of(it.order().source()),
        progress.phase(),
        progress.done(),
        progress.total(),
        progress.rate(),
        progress.left().map(Duration::toSeconds).orElse(null),
        it.createdAt(),
        it.readyAt(),
        it.promotedAt(),
        proof == null ? null : proof.days(),
        proof == null ? null : proof.at(),
        it.failure(),
        content == null ? null : content.bytes(),
        content == null ? null : content.checksum(),
        content == null ? null : content.completeTo(),
        lag);
  }
}
