package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.validation.Checks;
import io.zkpersona.domain.validation.Names;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to verify a proof, and its outcome. Immutable and thread-safe.
 *
 * @param verifierName the name of the verifier, 1 to 100 characters, such as {@code snarkjs}
 * @param verifierVersion the version of the verifier, 1 to 50 characters
 * @param verdict the verdict
 * @param reason the reason, at most 500 characters without personal data; null (the default) if
 *     unknown
 * @param at the time of the attempt, truncated to microseconds; now by default
 * @param verifierId the user or service that requested it; null (the default) if none or unknown
 * @param onChain the location of an on-chain verification; null (the default) if it was off chain
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
   * Checks the values, normalizes the names and truncates the time to microseconds.
   *
   * @throws ValidationException if a value is missing or out of range
   */
  public VerificationAttempt {
    verifierName = Names.name("verifierName", verifierName, 1, MAX_NAME);
    verifierVersion = Names.name("verifierVersion", verifierVersion, 1, MAX_VERSION);
    Checks.notNull("verdict", verdict);
    Checks.nullableText("reason", reason, 0, MAX_REASON);
    at = Checks.micros("at", at);
  }

  /** Returns a builder with the default values. */
  public static VerificationAttemptBuilder builder() {
    return VerificationAttemptBuilder.builder().at(Instant.now());
  }
}
