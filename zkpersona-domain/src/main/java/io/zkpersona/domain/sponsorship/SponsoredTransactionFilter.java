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
 * Which sponsored transactions are wanted; a null member restricts nothing. Immutable and
 * thread-safe; {@link #toString()} names the members that are set, not their values.
 *
 * @param sponsorId who pays for them
 * @param userId for whom they are
 * @param status where they stand
 * @param budgetDate the day (UTC) whose budget they are reserved against
 * @param createdFrom reserved then or later, cut to microseconds
 * @param createdUntil reserved before then, cut to microseconds
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
   * @throws ValidationException if a date or time is outside what the database can hold, or {@code
   *     createdFrom} is after {@code createdUntil}
   */
  public SponsoredTransactionFilter {
    SponsoredTransactionRules.nullableBudgetDate(budgetDate);
    createdFrom = Checks.nullableMicros("createdFrom", createdFrom);
    createdUntil = Checks.nullableMicros("createdUntil", createdUntil);
    Checks.ordered("createdFrom", createdFrom, "createdUntil", createdUntil);
  }

  /** A builder with nothing set. */
  public static SponsoredTransactionFilterBuilder builder() {
    return SponsoredTransactionFilterBuilder.builder();
  }

  /** The filter that restricts nothing. */
  public static SponsoredTransactionFilter none() {
    return NONE;
  }

  @Override
  public String toString() {
    return SetMembers.of("SponsoredTransactionFilter")
        .add("sponsorId", sponsorId)
        .add("userId", userId)
        .add("status", status)
        .add("budgetDate", budgetDate)
        .add("createdFrom", createdFrom)
        .add("createdUntil", createdUntil)
        .toString();
  }
}
