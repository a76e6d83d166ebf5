package dev.mocha.http.reporting;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/**
 * An answer from a sealed day. Its tag names the seal and the moment to which it is complete.
 * Whoever has an answer of the same seal is told that it holds, under the tag it has: only that
 * moment has moved.
 *
 * @param filling the moment as JSON
 * @param gzip whether who asks takes it
 */
@SuppressWarnings("ArrayRecordComponent") // to be sent, not compared
record SealedAnswer(SealedDocument day, Instant completeTo, byte[] filling, boolean gzip) {

  void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setHeader(HttpHeaders.CACHE_CONTROL, DailyReportController.FINAL);
    response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    String known = known(request);
    if (known != null) {
      response.setHeader(HttpHeaders.ETAG, known);
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    byte[] body = gzip ? day.gzip(filling) : day.filled(filling);
    response.setHeader(HttpHeaders.ETAG, tag());
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.setContentLength(body.length);
    if (gzip) {
      response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
    if (!HttpMethod.HEAD.matches(request.getMethod())) {
      response.getOutputStream().write(body);
    }
  }

  private String begin() {
    return "\"" + day.name() + "-";
  }

  private String end() {
    return gzip ? "-gzip\"" : "\"";
  }

  private String tag() {
    return begin() + ChronoUnit.MICROS.between(Instant.EPOCH, completeTo) + end();
  }

  /** The tag among those of the request that is one of this seal; null where there is none. */
  private @Nullable String known(HttpServletRequest request) {
    if (request.getHeader(HttpHeaders.IF_NONE_MATCH) == null) {
      return null;
    }
    List<String> tags =
        Collections.list(request.getHeaders(HttpHeaders.IF_NONE_MATCH)).stream()
            .flatMap(it -> Stream.of(it.split(",", -1)))
            .map(it -> it.strip().replaceFirst("^W/", ""))
            .toList();
    return tags.contains("*")
        ? tag()
        : tags.stream().filter(it -> isOfSeal(it, begin(), end())).findFirst().orElse(null);
  }

  private static boolean isOfSeal(String tag, String begin, String end) {
    int length = tag.length() - begin.length() - end.length();
    return length > 0
        && tag.startsWith(begin)
        && tag.endsWith(end)
        && tag.substring(begin.length(), begin.length() + length)
            .chars()
            .allMatch(it -> it >= '0' && it <= '9');
  }
}
