package dev.mocha.http.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.process.Role;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;

/** Access control: tokens for programs, sign-in for people. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({SecurityProperties.class, SignInProperties.class})
public class SecurityConfiguration {

  /** The chain of the API matches every request, so it comes last. */
  private static final int BEFORE_THE_API = 0;

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
    return ApiAccess.chain(http, tokenDecoder, properties, json, clock);
  }

  /**
   * One observation for the whole request: observing each filter took a tenth of the time of a
   * sealed report.
   */
  @Bean
  SecurityObservationSettings oneObservationPerRequest() {
    return SecurityObservationSettings.noObservations();
  }

  @Bean
  @Profile({Role.ORDERS, Role.REPORTS})
  SignInController signInController(SignInProperties signIn) {
    return new SignInController(signIn);
  }

  @Bean
  @Profile({Role.ORDERS, Role.REPORTS})
  @Order(BEFORE_THE_API)
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
