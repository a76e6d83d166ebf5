package dev.mocha.http.security;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;

/** Accepts tokens that the issuer has signed for this audience and that have not expired. */
final class TokenDecoder {

  /** Asymmetric signatures only: verifying a token does not enable anybody to make one. */
  private static final Set<SignatureAlgorithm> ALGORITHMS =
      Set.of(SignatureAlgorithm.RS256, SignatureAlgorithm.PS256, SignatureAlgorithm.ES256);

  private TokenDecoder() {}

  /** Creates a decoder. It requests the issuer's keys when the first token comes. */
  static JwtDecoder of(SecurityProperties properties, Clock clock) {
    return new VerifiedTokenCache(verifying(properties), clock);
  }

  private static JwtDecoder verifying(SecurityProperties properties) {
    URI jwks = properties.jwks();
    if (jwks == null) {
      return new SupplierJwtDecoder(
          () ->
              validating(
                  NimbusJwtDecoder.withIssuerLocation(properties.issuer())
                      .jwsAlgorithms(it -> it.addAll(ALGORITHMS))
                      .build(),
                  properties));
    }
    return validating(
        "file".equals(jwks.getScheme())
            ? fromFile(Path.of(jwks))
            : NimbusJwtDecoder.withJwkSetUri(jwks.toString())
                .jwsAlgorithms(it -> it.addAll(ALGORITHMS))
                .build(),
        properties);
  }

  private static NimbusJwtDecoder fromFile(Path jwks) {
    try {
      var processor = new DefaultJWTProcessor<SecurityContext>();
      processor.setJWSKeySelector(
          new JWSVerificationKeySelector<>(
              Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256),
              new ImmutableJWKSet<>(JWKSet.load(jwks.toFile()))));
      return new NimbusJwtDecoder(processor);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("mocha.security.jwks: " + jwks, unreadable);
    } catch (ParseException broken) {
      throw new IllegalArgumentException(
          "mocha.security.jwks: " + jwks + " contains no keys", broken);
    }
  }

  private static NimbusJwtDecoder validating(
      NimbusJwtDecoder decoder, SecurityProperties properties) {
    decoder.setJwtValidator(
        new DelegatingOAuth2TokenValidator<>(
            JwtValidators.createDefaultWithIssuer(properties.issuer()),
            new JwtClaimValidator<List<String>>(
                JwtClaimNames.AUD, it -> it != null && it.contains(properties.audience())),
            new JwtClaimValidator<>(JwtClaimNames.EXP, it -> it != null)));
    return decoder;
  }
}
