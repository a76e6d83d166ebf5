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
 * Compresses answers for whoever takes gzip, before they get their tag: a strong tag is one of the
 * bytes that are sent. The server's own compression comes after the tag and so leaves tagged
 * answers alone; what is streamed has no tag and is left to it.
 */
public final class Compression extends OncePerRequestFilter {

  private static final String STREAMED = Compression.class.getName() + ".STREAMED";
  private static final String GZIP = "gzip";

  /** Below this gzip saves nothing worth its time. */
  private static final int WORTHWHILE_BYTES = 1_024;

  /** The answer to this request goes out as it comes, untagged, however long it is. */
  public static void stream(HttpServletRequest request) {
    request.setAttribute(STREAMED, true);
    ShallowEtagHeaderFilter.disableContentCaching(request);
  }

  private static boolean isStreamed(HttpServletRequest request) {
    return request.getAttribute(STREAMED) != null;
  }

  /** Holds an answer back unless it is streamed. */
  private static final class Held extends ContentCachingResponseWrapper {
    private final HttpServletRequest request;

    Held(HttpServletRequest request, HttpServletResponse response) {
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

  /** Fast: half as much again saved takes more than twice as long. */
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
    if (!takesGzip(request)) {
      chain.doFilter(request, response);
      return;
    }
    var held = new Held(request, response);
    chain.doFilter(request, held);
    if (isStreamed(request) || request.isAsyncStarted()) {
      return;
    }
    if (held.getContentSize() < WORTHWHILE_BYTES) {
      held.copyBodyToResponse();
      return;
    }
    response.setHeader(HttpHeaders.CONTENT_ENCODING, GZIP);
    try (var gzip = new Gzip(response.getOutputStream())) {
      held.getContentInputStream().transferTo(gzip);
    }
  }

  /** Whether who asks takes gzip. */
  public static boolean takesGzip(HttpServletRequest request) {
    String taken = Objects.toString(request.getHeader(HttpHeaders.ACCEPT_ENCODING), "");
    return taken.contains(GZIP)
        && List.of(taken.replace(" ", "").split(",", -1)).stream()
            .anyMatch(
                it -> it.equals(GZIP) || (it.startsWith("gzip;q=") && !it.matches(".*=0\\.?0*")));
  }
}
