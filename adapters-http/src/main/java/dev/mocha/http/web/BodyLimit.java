package dev.mocha.http.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Rejects a body that is larger than allowed, whatever length its header announces. */
final class BodyLimit extends OncePerRequestFilter {

  /** The maximum size of the body of a command. */
  static final int COMMAND_BYTES = 256 * 1024;

  /** The maximum size of the body of an import. */
  static final int IMPORT_BYTES = 16 * 1024 * 1024;

  private final int logBytes;

  /**
   * @param logBytes the largest body of events for the log
   */
  BodyLimit(int logBytes) {
    this.logBytes = logBytes;
  }

  /** The body is larger than allowed. */
  static final class Exceeded extends IOException {
    private static final long serialVersionUID = 1;

    Exceeded(int limit) {
      super("The body may have at most " + limit + " bytes.");
    }
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    int limit = limitOf(request.getRequestURI());
    chain.doFilter(
        new HttpServletRequestWrapper(request) {
          @Override
          public ServletInputStream getInputStream() throws IOException {
            return new Bounded(super.getInputStream(), limit);
          }
        },
        response);
  }

  private int limitOf(String path) {
    if (path.startsWith(Paths.IMPORT)) {
      return IMPORT_BYTES;
    }
    return path.startsWith(Paths.LOG) ? logBytes : COMMAND_BYTES;
  }

  private static final class Bounded extends ServletInputStream {

    private final ServletInputStream in;
    private final int limit;
    private long read;

    Bounded(ServletInputStream in, int limit) {
      this.in = in;
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int got = in.read(buffer, offset, length);
      count(Math.max(got, 0));
      return got;
    }

    private void count(int bytes) throws Exceeded {
      read += bytes;
      if (read > limit) {
        throw new Exceeded(limit);
      }
    }

    @Override
    public boolean isFinished() {
      return in.isFinished();
    }

    @Override
    public boolean isReady() {
      return in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      in.setReadListener(listener);
    }
  }
}
