package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.internal.SetMembers;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A filter for proofs; a null component restricts nothing. Immutable and thread-safe; {@link
 * #toString()} names the components that are set, not their values.
 *
 * @param userId the user
 * @param proofType the family of the proof
 * @param verificationStatus the verification status
 * @param blockchainNetwork the chain that contains the proof, at most 50 characters
 * @param startDate the earliest creation time, inclusive; truncated to microseconds
 * @param endDate the latest creation time, exclusive; truncated to microseconds
 */
@GenerateBuilder
public record ZkProofFilter(
    @Nullable UserId userId,
    @Nullable ProofType proofType,
    @Nullable VerificationStatus verificationStatus,
    @Nullable String blockchainNetwork,
    @Nullable Instant startDate,
    @Nullable Instant endDate)
    implements ZkProofFilterBuilder.With {

  private static final ZkProofFilter NONE = builder().build();

  /**
   * Checks the values.
   *
   * @throws ValidationException if {@code blockchainNetwork} is longer than 50 characters, a time
   *     is outside the range of the database, or {@code startDate} is after {@code endDate}
   */
  public ZkProofFilter {
    ProofRules.network(blockchainNetwork);
    startDate = Checks.nullableMicros("startDate", startDate);
    endDate = Checks.nullableMicros("endDate", endDate);
    Checks.ordered("startDate", startDate, "endDate", endDate);
  }

  /** Returns a builder with nothing set. */
  public static ZkProofFilterBuilder builder() {
    return ZkProofFilterBuilder.builder();
  }

  /** Returns the filter that restricts nothing. */
  public static ZkProofFilter none() {
    return NONE;
  }

  @Override
  public String toString() {
    return SetMembers.of(this, ZkProofFilterBuilder.stream(this));
  }
}
