package dev.mocha.http.reporting.page;

import java.util.List;
import java.util.Locale;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;
import org.springframework.web.servlet.i18n.LocaleChangeInterceptor;

/** The languages of the page: the browser's until the reader chooses another. */
final class PageLanguages {

  private static final List<Locale> KNOWN = List.of(Locale.ENGLISH, Locale.of("id"));

  private PageLanguages() {}

  static LocaleResolver resolver() {
    var browsers = new AcceptHeaderLocaleResolver();
    browsers.setSupportedLocales(KNOWN);
    browsers.setDefaultLocale(Locale.ENGLISH);
    var chosen = new CookieLocaleResolver("language");
    chosen.setDefaultLocaleFunction(browsers::resolveLocale);
    chosen.setCookieHttpOnly(true);
    chosen.setCookieSameSite("Lax");
    return chosen;
  }

  /** Stores the parameter {@code lang} as the reader's choice. */
  static HandlerInterceptor choice() {
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
