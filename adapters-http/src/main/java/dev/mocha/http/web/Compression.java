package dev.mocha.http.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Compresses responses for clients that accept gzip, before {@link EntityTags} adds the entity tag:
 * a strong tag names the bytes that are sent. The server's own compression comes after the tag and
 * therefore skips tagged responses. A streamed response has no tag; the server compresses it.
 */
public final class Compression extends OncePerRequestFilter {

  private static final String STREAMED = Compression.class.getName() + ".STREAMED";
  private static final String GZIP = "gzip";

  /** Smaller responses are not worth compressing. */
  private static final int WORTHWHILE_BYTES = 1_024;

  /** Sends the response to this request as it is written, untagged and unbuffered. */
  public static void stream(HttpServletRequest request) {
    request.setAttribute(STREAMED, true);
    ShallowEtagHeaderFilter.disableContentCaching(request);
  }

  private static boolean isStreamed(HttpServletRequest request) {
    return request.getAttribute(STREAMED) != null;
  }

  /** Buffers a response unless it is streamed. */
  private static final class Buffered extends ContentCachingResponseWrapper {
    private final HttpServletRequest request;

    Buffered(HttpServletRequest request, HttpServletResponse response) {
      super(response);
      this.request = request;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
      return isStreamed(request) ? getResponse().getOutputStream() : super.getOutputStream();
    }

    @Override
    public PrintWriter getWriter() throws IOException {
      return isStreamed(request) ? getResponse().getWriter() : super.getWriter();
    }
  }

  /** The fast level: saving half as much again takes more than twice the time. */
  private static final class Gzip extends GZIPOutputStream {
    Gzip(ServletOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (!acceptsGzip(request)) {
      chain.doFilter(request, response);
      return;
    }
    var buffered = new Buffered(request, response);
    chain.doFilter(request, buffered);
    if (isStreamed(request) || request.isAsyncStarted()) {
      return;
    }
    if (buffered.getContentSize() < WORTHWHILE_BYTES) {
      buffered.copyBodyToResponse();
      return;
    }
    response.setHeader(HttpHeaders.CONTENT_ENCODING, GZIP);
    try (var gzip = new Gzip(response.getOutputStream())) {
      buffered.getContentInputStream().transferTo(gzip);
    }
  }

  /** Whether the client accepts gzip. */
  public static boolean acceptsGzip(HttpServletRequest request) {
    String taken = Objects.toString(request.getHeader(HttpHeaders.ACCEPT_ENCODING), "");
    return taken.contains(GZIP)
        && List.of(taken.replace(" ", "").split(",", -1)).stream()
            .anyMatch(
                it -> it.equals(GZIP) || (it.startsWith("gzip;q=") && !it.matches(".*=0\\.?0*")));
  }
}
