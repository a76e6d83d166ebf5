package dev.mocha.http.rebuilding;

import dev.mocha.application.rebuilding.RebuildRequest.Source;
import dev.mocha.http.web.Problems.Invalid;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names of sources in JSON: {@code log}, {@code event-store}. */
final class SourceName {

  private SourceName() {}

  static String of(Source source) {
    return source.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The source of this name; without a name, the log. */
  static Source read(@Nullable String name) {
    return name == null
        ? Source.LOG
        : Stream.of(Source.values())
            .filter(it -> of(it).equals(name))
            .findFirst()
            .orElseThrow(() -> new Invalid("from", "must be log or event-store"));
  }
}
