package dev.mocha.http.security;

import dev.mocha.application.reporting.VisibleMerchants;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Binds {@link VisibleMerchants} of the caller for the rest of the request. */
final class VisibleMerchantsFilter extends OncePerRequestFilter {

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    VisibleMerchants visible =
        Caller.visible(SecurityContextHolder.getContext().getAuthentication());
    try {
      ScopedValue.where(VisibleMerchants.CURRENT, visible)
          .call(
              () -> {
                chain.doFilter(request, response);
                return true;
              });
    } catch (ServletException | IOException | RuntimeException failed) {
      throw failed;
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
