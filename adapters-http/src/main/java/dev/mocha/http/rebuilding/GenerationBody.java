package dev.mocha.http.rebuilding;

import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.rebuilding.Generation.Phase;
import dev.mocha.application.rebuilding.Generation.Progress;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.Generation.Verified;
import dev.mocha.application.rebuilding.GenerationContents.Content;
import dev.mocha.application.rebuilding.RebuildControl.Status;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A generation and its rebuild. {@code done} and {@code total} count entries of the history, {@code
 * throughput} entries per second. A generation whose tables are filled also has its size, checksum,
 * completeness, and the lag of its stream in records.
 */
record GenerationBody(
    String id,
    int version,
    State state,
    String source,
    Phase phase,
    long done,
    long total,
    long throughput,
    @Nullable Long secondsLeft,
    Instant createdAt,
    @Nullable Instant readyAt,
    @Nullable Instant promotedAt,
    @Nullable Long differingDays,
    @Nullable Instant verifiedAt,
    @Nullable String failure,
    @Nullable Long bytes,
    @Nullable String checksum,
    @Nullable Instant completeTo,
    @Nullable Long lag) {

  static GenerationBody of(Generation it) {
    return of(it, null, null);
  }

  static GenerationBody of(Status it) {
    return of(it.generation(), it.content(), it.lag().isPresent() ? it.lag().getAsLong() : null);
  }

  private static GenerationBody of(Generation it, @Nullable Content content, @Nullable Long lag) {
    Progress progress = it.progress();
    Verified verified = it.verified();
    return new GenerationBody(
        it.name(),
        it.version(),
        it.state(),
        RebuildBody.nameOf(it.request().source()),
        progress.phase(),
        progress.done(),
        progress.total(),
        progress.throughput(),
        progress.remaining().map(Duration::toSeconds).orElse(null),
        it.createdAt(),
        it.readyAt(),
        it.promotedAt(),
        verified == null ? null : verified.differingDays(),
        verified == null ? null : verified.at(),
        it.failure(),
        content == null ? null : content.bytes(),
        content == null ? null : content.checksum(),
        content == null ? null : content.completeTo(),
        lag);
  }
}
