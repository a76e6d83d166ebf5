package dev.mocha.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.measuring.MeasuredDatabase;
import dev.mocha.application.ordering.HistoryImport;
import dev.mocha.application.ordering.Merchants;
import dev.mocha.application.ordering.Ordering;
import dev.mocha.application.ordering.Orders;
import dev.mocha.application.rebuilding.DayRebuild;
import dev.mocha.application.rebuilding.Rebuilds;
import dev.mocha.application.reconciling.Reconciling;
import dev.mocha.application.reporting.ReportForm;
import dev.mocha.application.reporting.ReportTables;
import dev.mocha.application.streaming.ParkedLetters;
import dev.mocha.application.streaming.Redelivery;
import dev.mocha.application.streaming.Streams;
import dev.mocha.http.measuring.DatabaseController;
import dev.mocha.http.ordering.ImportController;
import dev.mocha.http.ordering.MerchantController;
import dev.mocha.http.ordering.OrderController;
import dev.mocha.http.rebuilding.ProgressEvents;
import dev.mocha.http.rebuilding.ProjectionController;
import dev.mocha.http.rebuilding.RebuildProblems;
import dev.mocha.http.reconciling.ReconciliationController;
import dev.mocha.http.reporting.DailyFileController;
import dev.mocha.http.reporting.DailyReportController;
import dev.mocha.http.reporting.LargestMerchantsController;
import dev.mocha.http.reporting.RolledUpDayController;
import dev.mocha.http.reporting.SealedForm;
import dev.mocha.http.reporting.SealedViews;
import dev.mocha.http.reporting.files.FormatParameter;
import dev.mocha.http.reporting.files.WholeDay;
import dev.mocha.http.security.AccessRules;
import dev.mocha.http.security.SecurityProperties;
import dev.mocha.http.security.SignInProperties;
import dev.mocha.http.security.TokenDecoder;
import dev.mocha.http.streaming.DeadLetterController;
import dev.mocha.http.streaming.StreamController;
import jakarta.validation.Validator;
import java.time.Clock;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.http.CacheControl;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.WebContentInterceptor;

/**
 * The door of the HTTP adapter: commands, import, the way to the log and the old report where the
 * role {@code orders} is on, streams and rebuilds where {@code consumer} is, daily reports and
 * their page where {@code reports} is, schemas everywhere.
 */
@AutoConfiguration(before = WebMvcAutoConfiguration.class)
@Import({LogConfiguration.class, PageConfiguration.class, SwitchingConfiguration.class})
@EnableConfigurationProperties({
  HttpProperties.class,
  SecurityProperties.class,
  SignInProperties.class
})
public class HttpAutoConfiguration {

  private static final int BEFORE_COMPRESSION = Ordered.LOWEST_PRECEDENCE - 1;

  @Bean
  Problems problems() {
    return new Problems();
  }

  @Bean
  RebuildProblems rebuildProblems() {
    return new RebuildProblems();
  }

  @Bean
  Jackson2ObjectMapperBuilderCustomizer jsonForms() {
    return JsonForms::customize;
  }

  @Bean
  FilterRegistrationBean<BodyLimit> bodyLimit(HttpProperties properties) {
    var limit = new BodyLimit(Math.toIntExact(properties.intake().maxBytes().toBytes()));
    var registration = new FilterRegistrationBean<>(limit);
    registration.addUrlPatterns(Paths.API + "/*");
    return registration;
  }

  @Bean
  FilterRegistrationBean<EntityTags> entityTags() {
    var registration = new FilterRegistrationBean<>(new EntityTags());
    registration.addUrlPatterns(Paths.API + "/*");
    registration.setOrder(BEFORE_COMPRESSION);
    return registration;
  }

  @Bean
  FilterRegistrationBean<Compression> compression() {
    var registration = new FilterRegistrationBean<>(new Compression());
    registration.addUrlPatterns(Paths.API + "/*");
    registration.setOrder(BEFORE_COMPRESSION + 1);
    return registration;
  }

  /**
   * Answers are for one caller and change any moment, where a controller does not say otherwise.
   */
  @Bean
  WebMvcConfigurer privateAnswers() {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        var answers = new WebContentInterceptor();
        answers.setCacheControl(CacheControl.noCache().cachePrivate());
        registry.addInterceptor(answers).addPathPatterns(Paths.API + "/**");
      }
    };
  }

  @Bean
  JwtDecoder tokenDecoder(SecurityProperties properties, Clock clock) {
    return TokenDecoder.of(properties, clock);
  }

  @Bean
  SecurityFilterChain accessRules(
      HttpSecurity http,
      JwtDecoder tokenDecoder,
      SecurityProperties properties,
      ObjectMapper json,
      Clock clock)
      throws Exception {
    return AccessRules.chain(http, tokenDecoder, properties, json, clock);
  }

  /**
   * A request is observed as a whole; each of the filters in front of it took a tenth of a sealed
   * report to observe.
   */
  @Bean
  SecurityObservationSettings observedAsAWhole() {
    return SecurityObservationSettings.noObservations();
  }

  @Bean
  DatabaseController databaseController(List<MeasuredDatabase> databases) {
    return new DatabaseController(databases);
  }

  @Bean
  OpenApiCustomizer apiDescription() {
    return new ApiDescription();
  }

  /** The main service. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "mocha.roles.orders", matchIfMissing = true)
  static class CommandSide {

    @Bean
    MerchantController merchantController(
        Ordering ordering, Merchants merchants, Orders orders, Validator validator) {
      return new MerchantController(ordering, merchants, orders, validator);
    }

    @Bean
    OrderController orderController(Ordering ordering, Orders orders) {
      return new OrderController(ordering, orders);
    }

    @Bean
    ImportController importController(
        HistoryImport history, Ordering ordering, ObjectMapper json, Validator validator) {
      return new ImportController(history, ordering, json, validator);
    }
  }

  /** The log consumer. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "mocha.roles.consumer", matchIfMissing = true)
  static class Consumer {

    @Bean
    DeadLetterController deadLetterController(ParkedLetters letters, Redelivery redelivery) {
      return new DeadLetterController(letters, redelivery);
    }

    @Bean
    StreamController streamController(Streams streams) {
      return new StreamController(streams);
    }

    /** Of answers, for days to be sealed in. */
    @Bean
    ReportForm reportForm(ObjectMapper json) {
      return new SealedForm(json);
    }

    @Bean
    ProgressEvents progressEvents(Rebuilds rebuilds) {
      return new ProgressEvents(rebuilds);
    }

    @Bean
    ReconciliationController reconciliationController(ObjectProvider<Reconciling> reconciling) {
      return new ReconciliationController(reconciling);
    }

    @Bean
    ProjectionController projectionController(
        Rebuilds rebuilds, DayRebuild days, ProgressEvents progressEvents) {
      return new ProjectionController(rebuilds, days, progressEvents);
    }
  }

  /** The query side. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "mocha.roles.reports", matchIfMissing = true)
  static class Reports {

    @Bean
    DailyReportController dailyReportController(ReportTables reports, ObjectMapper json) {
      return new DailyReportController(reports, new WholeDay(reports, json));
    }

    @Bean
    SealedViews sealedViews(
        ReportTables reports,
        ObjectMapper json,
        Clock clock,
        @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
      return new SealedViews(reports, json, clock, problems);
    }

    /** By its name: filters are made before anything else, when the tables cannot be opened yet. */
    @Bean
    DelegatingFilterProxyRegistrationBean sealedViewsFirst() {
      var registration = new DelegatingFilterProxyRegistrationBean("sealedViews");
      registration.addUrlPatterns(Paths.MERCHANTS + "/*");
      registration.setOrder(BEFORE_COMPRESSION - 1);
      return registration;
    }

    @Bean
    DailyFileController dailyFileController(ReportTables reports, ObjectMapper json) {
      return new DailyFileController(new WholeDay(reports, json));
    }

    @Bean
    RolledUpDayController rolledUpDayController(ReportTables reports) {
      return new RolledUpDayController(reports);
    }

    @Bean
    LargestMerchantsController largestMerchantsController(ReportTables reports) {
      return new LargestMerchantsController(reports);
    }

    @Bean
    WebMvcConfigurer formatsOfReports() {
      return new WebMvcConfigurer() {
        @Override
        public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
          negotiation.strategies(
              List.of(new FormatParameter(), new HeaderContentNegotiationStrategy()));
        }
      };
    }
  }
}
