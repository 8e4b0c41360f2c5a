package io.zkpersona.domain.sponsorship;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.id.SponsoredTransactionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.internal.SafeText;
import io.zkpersona.domain.validation.Checks;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A transaction whose gas a sponsor pays. Amounts are whole numbers of the network's smallest unit,
 * 0 or more and at most 78 digits. Immutable and thread-safe; {@link #toString()} shows neither
 * hash nor reason.
 *
 * @param id the transaction's id
 * @param userId for whom; null if unknown or gone
 * @param sponsorId who pays
 * @param budgetDate the day (UTC) whose budget it is reserved against
 * @param blockchainNetwork on which network, 1 to 50 characters
 * @param transactionHash its hash, unique on a network; null until it is submitted
 * @param gasLimit how much gas it may take, 1 or more
 * @param gasUsed how much it took, 0 or more; null if unknown
 * @param gasPrice the most a unit of gas may cost
 * @param reservedAmount what is held against the budget while it is pending or submitted
 * @param spentAmount what it did cost; null unless it is on chain
 * @param status where it stands
 * @param failureReason why it failed, at most 500 characters; null if it hasn't
 * @param expiresAt when the reservation lapses unless it was submitted, cut to microseconds
 * @param submittedAt when it was submitted, cut to microseconds; null if it wasn't
 * @param completedAt when it was confirmed or failed, cut to microseconds; set exactly then
 * @param audit who wrote this and when
 */
@GenerateBuilder
public record SponsoredTransaction(
    SponsoredTransactionId id,
    @Nullable UserId userId,
    SponsorId sponsorId,
    LocalDate budgetDate,
    String blockchainNetwork,
    @Nullable TransactionHash transactionHash,
    long gasLimit,
    @Nullable Long gasUsed,
    BigInteger gasPrice,
    BigInteger reservedAmount,
    @Nullable BigInteger spentAmount,
    SponsoredTransactionStatus status,
    @Nullable String failureReason,
    Instant expiresAt,
    @Nullable Instant submittedAt,
    @Nullable Instant completedAt,
    AuditStamp audit)
    implements Entity<SponsoredTransactionId>, SponsoredTransactionBuilder.With {

  /**
   * Checks the values and cuts the times to microseconds.
   *
   * @throws ValidationException if a value is missing, out of range or does not go with the status
   */
  public SponsoredTransaction {
    Checks.notNull("id", id);
    Checks.notNull("sponsorId", sponsorId);
    SponsoredTransactionRules.budgetDate(budgetDate);
    SponsorshipRules.network(blockchainNetwork);
    SponsorshipRules.gasLimit(gasLimit);
    if (gasUsed != null) {
      Checks.atLeast("gasUsed", gasUsed, 0);
    }
    SponsorshipRules.amount("gasPrice", gasPrice);
    SponsorshipRules.amount("reservedAmount", reservedAmount);
    SponsorshipRules.nullableAmount("spentAmount", spentAmount);
    Checks.notNull("status", status);
    SponsorshipRules.failureReason(failureReason);
    expiresAt = Checks.micros("expiresAt", expiresAt);
    submittedAt = Checks.nullableMicros("submittedAt", submittedAt);
    completedAt = Checks.nullableMicros("completedAt", completedAt);
    SponsoredTransactionRules.submitted(status, transactionHash, submittedAt);
    SponsoredTransactionRules.completed(status, completedAt);
    Checks.notNull("audit", audit);
  }

  /** A builder with a new id, pending; all that may not be null is still to be set. */
  public static SponsoredTransactionBuilder builder() {
    return SponsoredTransactionBuilder.builder()
        .id(SponsoredTransactionId.generate())
        .status(SponsoredTransactionStatus.PENDING)
        .audit(AuditStamp.unsaved());
  }

  /** A builder that holds these values. */
  public SponsoredTransactionBuilder toBuilder() {
    return SponsoredTransactionBuilder.builder(this);
  }

  @Override
  public String toString() {
    return ("SponsoredTransaction[id=%s, userId=%s, sponsorId=%s, budgetDate=%s,"
            + " blockchainNetwork=%s, transactionHash=%s, gasLimit=%s, gasUsed=%s, gasPrice=%s,"
            + " reservedAmount=%s, spentAmount=%s, status=%s, failureReason=%s, expiresAt=%s,"
            + " submittedAt=%s, completedAt=%s, audit=%s]")
        .formatted(
            id,
            userId,
            sponsorId,
            budgetDate,
            blockchainNetwork,
            transactionHash,
            gasLimit,
            gasUsed,
            gasPrice,
            reservedAmount,
            spentAmount,
            status,
            SafeText.hidden(failureReason),
            expiresAt,
            submittedAt,
            completedAt,
            audit);
  }
}
