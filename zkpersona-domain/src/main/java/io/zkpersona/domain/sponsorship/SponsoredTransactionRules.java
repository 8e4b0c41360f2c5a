package io.zkpersona.domain.sponsorship;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The values that a sponsored transaction must have in each state. */
final class SponsoredTransactionRules {
  // The range that both a date column and its neighboring timestamps can hold.
  private static final int MIN_YEAR = -4712;
  private static final int MAX_YEAR = 294275;

  private SponsoredTransactionRules() {}

  static @Nullable LocalDate nullableBudgetDate(@Nullable LocalDate date) {
    return date == null ? null : budgetDate(date);
  }

  static LocalDate budgetDate(@Nullable LocalDate date) {
    LocalDate given = Checks.notNull("budgetDate", date);
    Checks.range("budgetDate", given.getYear(), MIN_YEAR, MAX_YEAR);
    return given;
  }

  static void submitted(
      SponsoredTransactionStatus status,
      @Nullable TransactionHash transactionHash,
      @Nullable Instant submittedAt) {
    boolean needed =
        status == SponsoredTransactionStatus.SUBMITTED
            || status == SponsoredTransactionStatus.CONFIRMED;
    if (needed && transactionHash == null) {
      throw new ValidationException(
          "transactionHash", "null (expected: a hash once it is " + status.value() + ")");
    }
    if (needed && submittedAt == null) {
      throw new ValidationException(
          "submittedAt", "null (expected: a time once it is " + status.value() + ")");
    }
  }

  static void completed(SponsoredTransactionStatus status, @Nullable Instant completedAt) {
    boolean needed =
        status == SponsoredTransactionStatus.CONFIRMED
            || status == SponsoredTransactionStatus.FAILED;
    if (needed != (completedAt != null)) {
      throw new ValidationException(
          "completedAt",
          (needed ? "null (expected: a time once it is " : "set (expected: null while it is ")
              + status.value()
              + ")");
    }
  }
}
