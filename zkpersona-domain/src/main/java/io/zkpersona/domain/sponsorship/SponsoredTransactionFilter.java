package io.zkpersona.domain.sponsorship;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.internal.SetMembers;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A filter for sponsored transactions; a null component restricts nothing. Immutable and
 * thread-safe; {@link #toString()} names the components that are set, not their values.
 *
 * @param sponsorId the paying sponsor
 * @param userId the sponsored user
 * @param status the status
 * @param budgetDate the day (UTC) whose budget the cost is reserved from
 * @param createdFrom the earliest time of reservation, inclusive; truncated to microseconds
 * @param createdUntil the latest time of reservation, exclusive; truncated to microseconds
 */
@GenerateBuilder
public record SponsoredTransactionFilter(
    @Nullable SponsorId sponsorId,
    @Nullable UserId userId,
    @Nullable SponsoredTransactionStatus status,
    @Nullable LocalDate budgetDate,
    @Nullable Instant createdFrom,
    @Nullable Instant createdUntil)
    implements SponsoredTransactionFilterBuilder.With {

  private static final SponsoredTransactionFilter NONE = builder().build();

  /**
   * Checks the values.
   *
   * @throws ValidationException if a date or time is outside the range of the database, or {@code
   *     createdFrom} is after {@code createdUntil}
   */
  public SponsoredTransactionFilter {
    SponsoredTransactionRules.nullableBudgetDate(budgetDate);
    createdFrom = Checks.nullableMicros("createdFrom", createdFrom);
    createdUntil = Checks.nullableMicros("createdUntil", createdUntil);
    Checks.ordered("createdFrom", createdFrom, "createdUntil", createdUntil);
  }

  /** Returns a builder with nothing set. */
  public static SponsoredTransactionFilterBuilder builder() {
    return SponsoredTransactionFilterBuilder.builder();
  }

  /** Returns the filter that restricts nothing. */
  public static SponsoredTransactionFilter none() {
    return NONE;
  }

  @Override
  public String toString() {
    return SetMembers.of(this, SponsoredTransactionFilterBuilder.stream(this));
  }
}
