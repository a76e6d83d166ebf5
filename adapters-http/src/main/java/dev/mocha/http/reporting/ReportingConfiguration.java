package dev.mocha.http.reporting;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.mocha.application.process.Role;
import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.OrderCursor;
import dev.mocha.application.reporting.ReportEncoder;
import dev.mocha.application.reporting.ReportQueries;
import dev.mocha.application.reporting.RolledUpDay;
import dev.mocha.http.reporting.files.DayDownload;
import dev.mocha.http.reporting.files.FormatParameter;
import dev.mocha.http.web.Paths;
import dev.mocha.http.web.WebConfiguration;
import java.io.IOException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Daily reports over HTTP. Every process writes reports as JSON. */
@Configuration(proxyBeanMethods = false)
@Import({
  DayDownload.class,
  DailyReportController.class,
  DailyFileController.class,
  RolledUpDayController.class,
  LargestMerchantsController.class
})
public class ReportingConfiguration {

  @Bean
  Jackson2ObjectMapperBuilderCustomizer reportJson() {
    return builder ->
        builder
            .mixIn(OrderCursor.class, CursorMixIn.class)
            .mixIn(DailyReport.class, ReportMixIn.class)
            .mixIn(RolledUpDay.class, ReportMixIn.class)
            .mixIn(RolledUpDay.Outlet.class, ReportMixIn.class)
            .mixIn(DailyReport.Hour.class, HourMixIn.class);
  }

  /** The consumer seals a day as the document that the reports role sends. */
  @Bean
  @Profile(Role.CONSUMER)
  ReportEncoder reportEncoder(ObjectMapper json) {
    return report -> SealedDocument.of(report, json).bytes();
  }

  @Bean
  @Profile(Role.REPORTS)
  SealedReportFilter sealedReportFilter(
      ReportQueries reports,
      ObjectMapper json,
      Clock clock,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
    return new SealedReportFilter(reports, json, clock, problems);
  }

  /** By its bean name: the server creates filters before the report tables exist. */
  @Bean
  @Profile(Role.REPORTS)
  DelegatingFilterProxyRegistrationBean sealedReportsFirst() {
    var registration = new DelegatingFilterProxyRegistrationBean("sealedReportFilter");
    registration.addUrlPatterns(Paths.MERCHANTS + "/*");
    registration.setOrder(WebConfiguration.BEFORE_COMPRESSION - 1);
    return registration;
  }

  @Bean
  @Profile(Role.REPORTS)
  WebMvcConfigurer reportFormats() {
    return new WebMvcConfigurer() {
      @Override
      public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
        negotiation.strategies(
            List.of(new FormatParameter(), new HeaderContentNegotiationStrategy()));
      }
    };
  }

  @SuppressWarnings("unused") // read by Jackson
  private abstract static class ReportMixIn {
    @JsonProperty("final")
    abstract boolean isFinal();
  }

  @SuppressWarnings("unused") // read by Jackson
  private abstract static class HourMixIn {
    @JsonFormat(pattern = "yyyy-MM-dd'T'HH:mm:ssxxx")
    abstract OffsetDateTime hour();
  }

  @JsonSerialize(using = CursorMixIn.Opaque.class)
  private abstract static class CursorMixIn {
    static final class Opaque extends JsonSerializer<OrderCursor> {
      @Override
      public void serialize(OrderCursor cursor, JsonGenerator json, SerializerProvider provider)
          throws IOException {
        json.writeString(Cursors.encode(cursor));
      }
    }
  }
}
