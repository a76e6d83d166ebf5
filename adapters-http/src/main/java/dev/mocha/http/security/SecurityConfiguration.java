package dev.mocha.http.security;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/** Access control: tokens for programs, sign-in for people. */
@Configuration(proxyBeanMethods = false)
@Import({ApiAccess.class, PageAccess.class, SignInController.class})
@EnableConfigurationProperties({SecurityProperties.class, SignInProperties.class})
public class SecurityConfiguration {

  @Bean
  JwtDecoder tokenDecoder(SecurityProperties properties, Clock clock) {
    return TokenDecoder.of(properties, clock);
  }

  /**
   * One observation for the whole request: observing each filter took a tenth of the time of a
   * sealed report.
   */
  @Bean
  SecurityObservationSettings oneObservationPerRequest() {
    return SecurityObservationSettings.noObservations();
  }
}
