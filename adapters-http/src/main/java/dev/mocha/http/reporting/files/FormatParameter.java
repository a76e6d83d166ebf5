package dev.mocha.http.reporting.files;

import dev.mocha.http.web.Paths;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.web.accept.ContentNegotiationStrategy;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Selects the format of a daily report by the parameter {@code format}, before {@code Accept}. An
 * unknown name goes to the JSON endpoint, which rejects it.
 */
public final class FormatParameter implements ContentNegotiationStrategy {

  private static final PathPattern DAY =
      PathPatternParser.defaultInstance.parse(Paths.DAILY_REPORTS + "/{date}");

  @Override
  public List<MediaType> resolveMediaTypes(NativeWebRequest webRequest) {
    String format = webRequest.getParameter("format");
    HttpServletRequest request = webRequest.getNativeRequest(HttpServletRequest.class);
    if (format == null || format.isEmpty() || request == null || !isDay(request)) {
      return MEDIA_TYPE_ALL_LIST;
    }
    return List.of(
        Stream.of(ReportFormat.values())
            .filter(it -> it.name().equals(format))
            .findFirst()
            .orElse(ReportFormat.json)
            .mediaType());
  }

  private static boolean isDay(HttpServletRequest request) {
    return ServletRequestPathUtils.hasParsedRequestPath(request)
        && DAY.matches(
            ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication());
  }
}
