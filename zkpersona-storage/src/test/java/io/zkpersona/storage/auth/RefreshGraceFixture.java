package io.zkpersona.storage.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.auth.SignedIn;
import java.util.List;
import java.util.Optional;

/** Refresh tokens that come a second time, and what of their pair is kept meanwhile. */
abstract class RefreshGraceFixture extends SignInFixture {

  final Optional<SignedIn> refresh(SignedIn signedIn) {
    return signIn().refresh(signedIn.refreshToken(), LIFETIMES);
  }

  /** Lets the grace of every pair end now. */
  final void endGrace() {
    database.execute(
        """
        BEGIN;
        SET LOCAL session_replication_role = replica; -- or the change would be stamped
        UPDATE zkpersona.auth_sessions SET sealed_pair_until = clock_timestamp() WHERE sealed_pair IS NOT NULL;
        COMMIT
        """);
  }

  /** The sealed pairs there are, as hexadecimal digits. */
  final List<String> sealedPairs() {
    return database.query(
        "SELECT encode(sealed_pair, 'hex') FROM zkpersona.auth_sessions"
            + " WHERE sealed_pair IS NOT NULL OR sealed_pair_until IS NOT NULL");
  }

  /** Puts a sealed pair into every session, as if it had never been erased there. */
  final void putBack(String sealedPair) {
    database.execute(
        "UPDATE zkpersona.auth_sessions SET sealed_pair = decode('%s', 'hex'),"
                .formatted(sealedPair)
            + " sealed_pair_until = clock_timestamp() + interval '1 hour'");
  }

  final void assertGoesOn(SignedIn signedIn) {
    assertThat(stored(signedIn).revokedAt()).isNull();
    assertThat(signIn().authenticate(signedIn.accessToken()).id())
        .isEqualTo(signedIn.session().id());
  }

  /** The session is over, and nothing of a pair is left in it. */
  final void assertFamilyEnded(SignedIn signedIn) {
    assertThat(stored(signedIn).revokedAt()).isNotNull();
    assertThat(
            database.query(
                "SELECT id FROM zkpersona.refresh_tokens WHERE revoked_at IS NULL AND"
                    + " auth_session_id = '%s'".formatted(signedIn.session().id().value())))
        .isEmpty();
    assertThat(sealedPairs()).isEmpty();
  }
}
