package io.zkpersona.storage.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.auth.SignedIn;
import java.util.List;
import java.util.Optional;

/** Refresh tokens that are presented twice, and the sealed pair kept for the repeat. */
abstract class RefreshGraceFixture extends SignInFixture {

  final Optional<SignedIn> refresh(SignedIn signedIn) {
    return signIn().refresh(signedIn.refreshToken(), LIFETIMES);
  }

  /** Ends the grace of every pair now. */
  final void endGrace() {
    database.execute(
        """
        BEGIN;
        SET LOCAL session_replication_role = replica; -- or the change would be stamped
        UPDATE zkpersona.auth_sessions SET sealed_pair_until = statement_timestamp() WHERE sealed_pair IS NOT NULL;
        COMMIT
        """);
  }

  /** Returns the stored sealed pairs in hexadecimal. */
  final List<String> sealedPairs() {
    return database.query(
        "SELECT encode(sealed_pair, 'hex') FROM zkpersona.auth_sessions"
            + " WHERE sealed_pair IS NOT NULL OR sealed_pair_until IS NOT NULL");
  }

  /** Writes a sealed pair into every session, as if it had never been erased. */
  final void putBack(String sealedPair) {
    database.execute(
        "UPDATE zkpersona.auth_sessions SET sealed_pair = decode('%s', 'hex'),"
                .formatted(sealedPair)
            + " sealed_pair_until = statement_timestamp() + interval '1 hour'");
  }

  final void assertGoesOn(SignedIn signedIn) {
    assertThat(stored(signedIn).revokedAt()).isNull();
    assertThat(signIn().authenticate(signedIn.accessToken()).id())
        .isEqualTo(signedIn.session().id());
  }

  /** Asserts that the session has ended and holds no pair. */
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
