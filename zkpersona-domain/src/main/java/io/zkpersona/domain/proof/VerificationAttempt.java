package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.validation.Checks;
import io.zkpersona.domain.validation.Names;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That somebody checked a proof, and what came of it. Immutable and thread-safe.
 *
 * @param verifierName what checked it, 1 to 100 characters, such as {@code snarkjs}
 * @param verifierVersion in which version, 1 to 50 characters
 * @param verdict what it came to
 * @param reason why, at most 500 characters and nothing personal; null (the default) if not known
 * @param at when it was checked, cut to microseconds; now by default
 * @param verifierId who had it checked: a user or a service; null (the default) if nobody or
 *     unknown
 * @param onChain where on a chain the check was made; null (the default) if it was not
 */
@GenerateBuilder
public record VerificationAttempt(
    String verifierName,
    String verifierVersion,
    VerificationVerdict verdict,
    @Nullable String reason,
    Instant at,
    @Nullable UUID verifierId,
    @Nullable OnChainReference onChain)
    implements VerificationAttemptBuilder.With {

  private static final int MAX_NAME = 100;
  private static final int MAX_VERSION = 50;
  private static final int MAX_REASON = 500;

  /**
   * Checks the values, composes the names and cuts the time to microseconds.
   *
   * @throws ValidationException if one is missing or out of range
   */
  public VerificationAttempt {
    verifierName = Names.name("verifierName", verifierName, 1, MAX_NAME);
    verifierVersion = Names.name("verifierVersion", verifierVersion, 1, MAX_VERSION);
    Checks.notNull("verdict", verdict);
    Checks.nullableText("reason", reason, 0, MAX_REASON);
    at = Checks.micros("at", at);
  }

  /** A builder that holds the defaults. */
  public static VerificationAttemptBuilder builder() {
    return VerificationAttemptBuilder.builder().at(Instant.now());
  }
}
