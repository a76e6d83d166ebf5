package dev.mocha.http.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

class VerifiedTokenCacheTest {

  private static final Instant END = Instant.parse("2018-07-26T05:00:00Z");

  private final List<String> verified = new ArrayList<>();

  private JwtDecoder at(Instant now) {
    return new VerifiedTokenCache(
        token -> {
          verified.add(token);
          if (token.startsWith("bad")) {
            throw new BadJwtException(token);
          }
          return Jwt.withTokenValue(token)
              .header("alg", "RS256")
              .subject(token)
              .expiresAt(END)
              .build();
        },
        Clock.fixed(now, ZoneOffset.UTC));
  }

  @Test
  void a_valid_token_is_verified_once_and_no_other_passes_for_it() {
    JwtDecoder tokens = at(END.minusSeconds(1));

    for (int time = 0; time < 3; time++) {
      assertThat(tokens.decode("one").getSubject()).isEqualTo("one");
      assertThat(tokens.decode("other").getSubject()).isEqualTo("other");
    }

    assertThat(verified).containsExactly("one", "other");
  }

  @Test
  void an_invalid_token_is_rejected_each_time() {
    JwtDecoder tokens = at(END.minusSeconds(1));

    for (int time = 0; time < 2; time++) {
      assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> tokens.decode("bad"));
    }

    assertThat(verified).containsExactly("bad", "bad");
  }

  @Test
  void an_expired_token_is_verified_again() {
    JwtDecoder tokens = at(END);

    tokens.decode("one");
    tokens.decode("one");

    assertThat(verified).containsExactly("one", "one");
  }
}
