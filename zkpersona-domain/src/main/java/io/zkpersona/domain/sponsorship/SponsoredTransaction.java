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
 * 0 or more and at most 78 digits. Immutable and thread-safe; {@link #toString()} reveals neither
 * hash nor reason.
 *
 * @param id the transaction's id
 * @param userId the sponsored user; null if unknown or deleted
 * @param sponsorId the paying sponsor
 * @param budgetDate the day (UTC) whose budget the cost is reserved from
 * @param blockchainNetwork the network, 1 to 50 characters
 * @param transactionHash the hash, unique on a network; null until submitted
 * @param gasLimit the most units of gas that the transaction may use, 1 or more
 * @param gasUsed the units of gas used, 0 or more; null if unknown
 * @param gasPrice the highest price per unit of gas
 * @param reservedAmount the amount held from the budget while pending or submitted
 * @param spentAmount the actual cost; null unless the transaction is on chain
 * @param status the status
 * @param failureReason the reason for a failure, at most 500 characters; null if not failed
 * @param expiresAt the time at which the reservation expires unless submitted, truncated to
 *     microseconds
 * @param submittedAt the time of submission, truncated to microseconds; null if not submitted
 * @param completedAt the time of confirmation or failure, truncated to microseconds; null exactly
 *     while pending or submitted
 * @param audit the audit columns
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
   * Checks the values and truncates the times to microseconds.
   *
   * @throws ValidationException if a value is missing, out of range or inconsistent with the status
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

  /** Returns a builder with a new id, pending; all other required values remain to be set. */
  public static SponsoredTransactionBuilder builder() {
    return SponsoredTransactionBuilder.builder()
        .id(SponsoredTransactionId.generate())
        .status(SponsoredTransactionStatus.PENDING)
        .audit(AuditStamp.unsaved());
  }

  /** Returns a builder with the values of this object. */
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
