package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.internal.SetMembers;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which proofs are wanted; a null member restricts nothing. Immutable and thread-safe; {@link
 * #toString()} names the members that are set, not their values.
 *
 * @param userId whose they are
 * @param proofType what family they belong to
 * @param verificationStatus what is known of them
 * @param blockchainNetwork the chain they were put on, at most 50 characters
 * @param startDate saved then or later, cut to microseconds
 * @param endDate saved before then, cut to microseconds
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
   * @throws ValidationException if {@code blockchainNetwork} is too long, a time is outside what
   *     the database can hold, or {@code startDate} is after {@code endDate}
   */
  public ZkProofFilter {
    ProofRules.network(blockchainNetwork);
    startDate = Checks.nullableMicros("startDate", startDate);
    endDate = Checks.nullableMicros("endDate", endDate);
    Checks.ordered("startDate", startDate, "endDate", endDate);
  }

  /** A builder with nothing set. */
  public static ZkProofFilterBuilder builder() {
    return ZkProofFilterBuilder.builder();
  }

  /** The filter that restricts nothing. */
  public static ZkProofFilter none() {
    return NONE;
  }

  @Override
  public String toString() {
    return SetMembers.of("ZkProofFilter")
        .add("userId", userId)
        .add("proofType", proofType)
        .add("verificationStatus", verificationStatus)
        .add("blockchainNetwork", blockchainNetwork)
        .add("startDate", startDate)
        .add("endDate", endDate)
        .toString();
  }
}
