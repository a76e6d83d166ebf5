package dev.mocha.http.reporting.page;

import dev.mocha.application.process.Role;
import dev.mocha.application.reporting.ReportQueries;
import dev.mocha.http.reporting.files.DayDownload;
import dev.mocha.http.web.Paths;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The merchants' page, and the languages of the report page and the sign-in page. */
@Configuration(proxyBeanMethods = false)
@Profile({Role.ORDERS, Role.REPORTS})
public class ReportPageConfiguration {

  @Bean
  @Profile(Role.REPORTS)
  ReportPageController reportPageController(
      ReportQueries reports, DayDownload download, Clock clock) {
    return new ReportPageController(reports, download, clock);
  }

  @Bean
  LocaleResolver localeResolver() {
    return PageLanguages.resolver();
  }

  @Bean
  WebMvcConfigurer pageLanguages() {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(PageLanguages.choice()).addPathPatterns(Paths.PAGE, Paths.SIGN_IN);
      }
    };
  }
}
