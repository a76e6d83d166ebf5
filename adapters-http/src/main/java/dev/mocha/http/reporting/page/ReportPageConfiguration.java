package dev.mocha.http.reporting.page;

import dev.mocha.application.process.Role;
import dev.mocha.http.web.Paths;
import java.util.List;
import java.util.Locale;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;
import org.springframework.web.servlet.i18n.LocaleChangeInterceptor;

/** The merchants' page, and the languages of the report page and the sign-in page. */
@Configuration(proxyBeanMethods = false)
@Import(ReportPageController.class)
@Profile({Role.ORDERS, Role.REPORTS})
public class ReportPageConfiguration {

  private static final List<Locale> KNOWN = List.of(Locale.ENGLISH, Locale.of("id"));

  /** The browser's language until the reader chooses another. */
  @Bean
  LocaleResolver localeResolver() {
    var browsers = new AcceptHeaderLocaleResolver();
    browsers.setSupportedLocales(KNOWN);
    browsers.setDefaultLocale(Locale.ENGLISH);
    var chosen = new CookieLocaleResolver("language");
    chosen.setDefaultLocaleFunction(browsers::resolveLocale);
    chosen.setCookieHttpOnly(true);
    chosen.setCookieSameSite("Lax");
    return chosen;
  }

  @Bean
  WebMvcConfigurer pageLanguages() {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(choice()).addPathPatterns(Paths.PAGE, Paths.SIGN_IN);
      }
    };
  }

  /** Stores the parameter {@code lang} as the reader's choice. */
  private static HandlerInterceptor choice() {
    var choice =
        new LocaleChangeInterceptor() {
          @Override
          protected Locale parseLocaleValue(String value) {
            return KNOWN.stream()
                .filter(it -> it.toLanguageTag().equals(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a language of the page"));
          }
        };
    choice.setParamName("lang");
    choice.setIgnoreInvalidLocale(true);
    return choice;
  }
}
