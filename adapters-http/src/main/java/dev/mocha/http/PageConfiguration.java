package dev.mocha.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.reporting.ReportTables;
import dev.mocha.application.switching.Switching;
import dev.mocha.http.reporting.files.WholeDay;
import dev.mocha.http.reporting.page.PageLanguages;
import dev.mocha.http.reporting.page.ReportPageController;
import dev.mocha.http.security.PageAccess;
import dev.mocha.http.security.SecurityProperties;
import dev.mocha.http.security.SignInController;
import dev.mocha.http.security.SignInProperties;
import dev.mocha.http.switching.RemoteReports;
import dev.mocha.http.switching.SwitchPageController;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.CacheControl;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.WebContentInterceptor;

/**
 * The pages and how people sign in to them: the merchants' where the role {@code reports} is on,
 * the operators' where {@code orders} is.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("${mocha.roles.orders:true} or ${mocha.roles.reports:true}")
class PageConfiguration {

  /** The interface's rules are those for everything else. */
  private static final int BEFORE_THE_INTERFACE = 0;

  @Bean
  @ConditionalOnProperty(name = "mocha.roles.reports", matchIfMissing = true)
  ReportPageController reportPageController(ReportTables reports, ObjectMapper json, Clock clock) {
    return new ReportPageController(reports, new WholeDay(reports, json), clock);
  }

  @Bean
  @ConditionalOnProperty(name = "mocha.roles.orders", matchIfMissing = true)
  SwitchPageController switchPageController(Switching switching, RemoteReports newPath) {
    return new SwitchPageController(switching, newPath);
  }

  @Bean
  HomePage homePage(@Value("${mocha.roles.reports:true}") boolean reports) {
    return new HomePage(reports ? Paths.PAGE : Paths.SWITCH_PAGE);
  }

  @Bean
  SignInController signInController(SignInProperties signIn) {
    return new SignInController(signIn);
  }

  @Bean
  PageProblems pageProblems() {
    return new PageProblems();
  }

  @Bean
  LocaleResolver localeResolver() {
    return PageLanguages.resolver();
  }

  @Bean
  WebMvcConfigurer pagesOfTheReader() {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        var notKept = new WebContentInterceptor();
        notKept.setCacheControl(CacheControl.noStore());
        registry
            .addInterceptor(notKept)
            .addPathPatterns(Paths.PAGE + "/**", Paths.SWITCH_PAGE + "/**", Paths.SIGN_IN);
        registry.addInterceptor(PageLanguages.choice()).addPathPatterns(Paths.PAGE, Paths.SIGN_IN);
      }
    };
  }

  @Bean
  @Order(BEFORE_THE_INTERFACE)
  SecurityFilterChain pageAccess(
      HttpSecurity http,
      JwtDecoder tokenDecoder,
      SecurityProperties security,
      SignInProperties signIn,
      ObjectMapper json,
      Clock clock)
      throws Exception {
    return PageAccess.chain(http, tokenDecoder, security, signIn, json, clock);
  }
}
