package dev.mocha.http.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.InputStream;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/** Adds a strong entity tag, a hash of the bytes of a response, also to responses to HEAD. */
final class EntityTags extends ShallowEtagHeaderFilter {

  @Override
  protected boolean isEligibleForEtag(
      HttpServletRequest request, HttpServletResponse response, int status, InputStream body) {
    return !response.isCommitted()
        && HttpStatusCode.valueOf(status).is2xxSuccessful()
        && (HttpMethod.GET.matches(request.getMethod())
            || HttpMethod.HEAD.matches(request.getMethod()));
  }
}
