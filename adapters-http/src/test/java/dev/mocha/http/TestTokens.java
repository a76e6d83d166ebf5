package dev.mocha.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** An issuer of tokens that the application under test takes, and of some that it does not. */
public final class TestTokens
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final String ISSUER = "https://issuer.example";
  private static final RSAKey KEY = key();

  private static RSAKey key() {
    try {
      return new RSAKeyGenerator(2048).keyID("tests").generate();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    try {
      Path keys = Files.createTempFile("tests", ".jwks");
      Files.writeString(keys, new JWKSet(KEY.toPublicJWK()).toString());
      keys.toFile().deleteOnExit();
      TestPropertyValues.of(
              "mocha.security.issuer=" + ISSUER, "mocha.security.jwks=" + keys.toUri())
          .applyTo(context);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Claims of a good token without a role, good for an hour. */
  public static JWTClaimsSet.Builder claims() {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience("mocha")
        .subject("tests")
        .expirationTime(Date.from(now.plus(1, ChronoUnit.HOURS)));
  }

  /** What may ask for everything. */
  public static String all() {
    return signed(claims().claim("roles", List.of("operator", "service")));
  }

  /** A token with one role. */
  public static String role(String role) {
    return signed(claims().claim("roles", List.of(role)));
  }

  /** A token of one that has these merchants. */
  public static String merchants(String... merchants) {
    return signed(
        claims().claim("roles", List.of("merchant")).claim("merchants", List.of(merchants)));
  }

  /** Signed by the issuer. */
  public static String signed(JWTClaimsSet.Builder claims) {
    return signed(claims, KEY);
  }

  /** Signed by somebody who made a key of the same name. */
  public static String forged(JWTClaimsSet.Builder claims) {
    return signed(claims, key());
  }

  private static String signed(JWTClaimsSet.Builder claims, RSAKey key) {
    try {
      var token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
              claims.build());
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
