package dev.mocha.http.security;

import dev.mocha.http.HttpAutoConfiguration;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/** A real issuer, in this process, at which {@code owner} has the merchant {@code m-owned}. */
final class TestIssuer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  static final String MERCHANT = "m-owned";
  static final String USER = "owner";
  static final String PASSWORD = "a password of the tests";

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    var issuer =
        (ServletWebServerApplicationContext)
            new SpringApplicationBuilder(Server.class).run("--server.port=0");
    context.addApplicationListener(
        event -> {
          if (event instanceof ContextClosedEvent) {
            issuer.close();
          }
        });
    TestPropertyValues.of(
            "mocha.security.issuer=http://localhost:" + issuer.getWebServer().getPort(),
            "mocha.security.sign-in.client-id=page",
            "mocha.security.sign-in.client-secret=secret of the tests")
        .applyTo(context);
  }

  @SpringBootConfiguration
  @EnableAutoConfiguration(exclude = HttpAutoConfiguration.class)
  static class Server {

    @Bean
    RegisteredClientRepository clients() {
      return new InMemoryRegisteredClientRepository(
          RegisteredClient.withId(UUID.randomUUID().toString())
              .clientId("page")
              .clientSecret("{noop}secret of the tests")
              .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
              .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
              .redirectUri("http://127.0.0.1/login/oauth2/code/mocha")
              .scope("openid")
              .build());
    }

    @Bean
    UserDetailsService users() {
      return new InMemoryUserDetailsManager(
          User.withUsername(USER).password("{noop}" + PASSWORD).roles("USER").build());
    }

    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> claims() {
      return token ->
          token
              .getClaims()
              .claim("roles", List.of("merchant"))
              .claim("merchants", List.of(MERCHANT));
    }
  }
}
