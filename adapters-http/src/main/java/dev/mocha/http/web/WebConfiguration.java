package dev.mocha.http.web;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import dev.mocha.application.process.Role;
import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.WebContentInterceptor;

/** What all endpoints share: problems, strict JSON, limited bodies, entity tags, compression. */
@Configuration(proxyBeanMethods = false)
@Import({Problems.class, PageProblems.class, ApiDescription.class})
@EnableConfigurationProperties(HttpProperties.class)
public class WebConfiguration {

  /** Filters with a smaller order see a body before it is compressed. */
  public static final int BEFORE_COMPRESSION = Ordered.LOWEST_PRECEDENCE - 1;

  /** Requests are read strictly: an unknown field or a number in quotes is an error. */
  @Bean
  Jackson2ObjectMapperBuilderCustomizer strictJson() {
    return builder ->
        builder
            .featuresToDisable(
                DeserializationFeature.ACCEPT_FLOAT_AS_INT, MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .featuresToEnable(
                DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  @Bean
  FilterRegistrationBean<BodyLimit> bodyLimit(HttpProperties properties) {
    var limit = new BodyLimit(Math.toIntExact(properties.ingest().maxBytes().toBytes()));
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

  /** Responses are private and change at any time, unless a controller says otherwise. */
  @Bean
  WebMvcConfigurer privateResponses() {
    return caching(CacheControl.noCache().cachePrivate(), Paths.API + "/**");
  }

  /** Pages contain one person's data, which no cache may store. */
  @Bean
  @Profile({Role.ORDERS, Role.REPORTS})
  WebMvcConfigurer uncachedPages() {
    return caching(
        CacheControl.noStore(), Paths.PAGE + "/**", Paths.SWITCH_PAGE + "/**", Paths.SIGN_IN);
  }

  private static WebMvcConfigurer caching(CacheControl control, String... paths) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        var responses = new WebContentInterceptor();
        responses.setCacheControl(control);
        registry.addInterceptor(responses).addPathPatterns(paths);
      }
    };
  }

  @Bean
  @Profile({Role.ORDERS, Role.REPORTS})
  WebMvcConfigurer homePage(Environment environment) {
    boolean reports = environment.acceptsProfiles(Profiles.of(Role.REPORTS));
    return new WebMvcConfigurer() {
      @Override
      public void addViewControllers(ViewControllerRegistry registry) {
        registry.addRedirectViewController("/", reports ? Paths.PAGE : Paths.SWITCH_PAGE);
      }
    };
  }
}
