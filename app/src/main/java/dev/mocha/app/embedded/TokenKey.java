package dev.mocha.app.embedded;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The key that signs tokens for a system on embedded servers. Whoever can read its folder can sign.
 * Systems on real servers accept tokens of their issuer only.
 */
public final class TokenKey {

  /** The names of {@link #properties()}. */
  public static final Set<String> PROPERTIES =
      Set.of("mocha.security.issuer", "mocha.security.jwks");

  private static final String ISSUER = "urn:mocha:embedded";
  private static final String AUDIENCE = "mocha";
  private static final String PRIVATE = "tokens.key";
  private static final String PUBLIC = "tokens.jwks";
  private static final int BITS = 2048;

  private final RSAKey key;
  private final Path published;

  private TokenKey(RSAKey key, Path published) {
    this.key = key;
    this.published = published;
  }

  /** Reads the key of a folder, or creates it. */
  public static TokenKey in(Path folder) throws IOException {
    var key =
        new TokenKey(
            parse(KeptSecret.in(folder.resolve(PRIVATE), TokenKey::generate)),
            folder.resolve(PUBLIC));
    Files.writeString(key.published, new JWKSet(key.key.toPublicJWK()).toString());
    return key;
  }

  /** The key of a folder; empty if it holds no data of embedded servers. */
  public static Optional<TokenKey> find(Path folder) throws IOException {
    Path file = folder.resolve(PRIVATE);
    return Files.isReadable(file)
        ? Optional.of(new TokenKey(parse(Files.readString(file).strip()), folder.resolve(PUBLIC)))
        : Optional.empty();
  }

  private static String generate() {
    try {
      return new RSAKeyGenerator(BITS)
          .keyUse(KeyUse.SIGNATURE)
          .keyIDFromThumbprint(true)
          .generate()
          .toJSONString();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static RSAKey parse(String text) throws IOException {
    try {
      return RSAKey.parse(text);
    } catch (ParseException broken) {
      throw new IOException(PRIVATE + " is not a JSON Web Key", broken);
    }
  }

  /** The configuration with which an application accepts these tokens. */
  public Map<String, String> properties() {
    return Map.of(
        "mocha.security.issuer", ISSUER, "mocha.security.jwks", published.toUri().toString());
  }

  /**
   * A signed token.
   *
   * @param subject the holder
   * @param roles of the holder
   * @param merchants of a holder with the role merchant
   */
  public String token(
      String subject, List<String> roles, List<String> merchants, Instant now, Duration lifetime) {
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .audience(AUDIENCE)
            .subject(subject)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(lifetime)))
            .claim("roles", roles)
            .claim("merchants", merchants)
            .build();
    try {
      var token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
