package io.zkpersona.storage.sponsorship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.StillReferencedException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.id.SponsoredTransactionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.sponsorship.BudgetExceededException;
import io.zkpersona.domain.sponsorship.DailyBudget;
import io.zkpersona.domain.sponsorship.GasCost;
import io.zkpersona.domain.sponsorship.SponsorFilter;
import io.zkpersona.domain.sponsorship.SponsorStatus;
import io.zkpersona.domain.sponsorship.SponsoredTransaction;
import io.zkpersona.domain.sponsorship.SponsoredTransactionStatus;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.repository.SponsorRepository;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.contract.NullContract;
import io.zkpersona.storage.testing.server.Rows;
import io.zkpersona.storage.testing.server.RuntimeRole;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From a reservation to its end, one at a time; {@link SponsorshipConcurrencyIT} tests many. */
@ExtendWith(RuntimeRole.class)
class SponsorshipIT extends SponsorshipFixture {

  @Test
  void aReservationHoldsTheMostThatATransactionMayCost() {
    UserId user = manager.repositories().users().save(User.builder().build()).id();
    ActorId actor = new ActorId(UUID.randomUUID());
    SponsorId sponsor = sponsor(1_000_000);

    SponsoredTransaction reserved =
        manager
            .repositories()
            .as(actor)
            .sponsoredTransactions()
            .reserve(request(sponsor, 21_000, 7).withUserId(user));

    assertThat(reserved)
        .isEqualTo(
            SponsoredTransaction.builder()
                .id(reserved.id())
                .userId(user)
                .sponsorId(sponsor)
                .budgetDate(today())
                .blockchainNetwork("ethereum")
                .gasLimit(21_000)
                .gasPrice(BigInteger.valueOf(7))
                .reservedAmount(BigInteger.valueOf(147_000))
                .expiresAt(LATER)
                .audit(reserved.audit())
                .build())
        .isEqualTo(transactions().getById(reserved.id()));
    assertThat(reserved.audit().createdBy()).isEqualTo(actor);
    assertThat(reserved.audit().modifiedBy()).isEqualTo(actor);
    assertAccount(sponsor, 1_000_000, 147_000, 0);
  }

  @Test
  void aReservationIsWithinTheBudgetToTheLastUnit() {
    SponsorId sponsor = sponsor(100);

    assertExceeded(sponsor, 101);
    assertThat(budget(sponsor)).isEmpty();
    transactions().reserve(request(sponsor, 60, 1));
    assertExceeded(sponsor, 41);
    transactions().reserve(request(sponsor, 40, 1));
    assertExceeded(sponsor, 1);
    assertThat(transactions().reserve(request(sponsor, 5, 0)).reservedAmount()).isZero();

    assertAccount(sponsor, 100, 100, 0);
    assertThat(transactions().count()).isEqualTo(3);
  }

  private void assertExceeded(SponsorId sponsor, long gasLimit) {
    assertThatThrownBy(() -> transactions().reserve(request(sponsor, gasLimit, 1)))
        .isInstanceOfSatisfying(
            BudgetExceededException.class,
            refused -> assertThat(refused.sponsorId()).isEqualTo(sponsor.value()));
  }

  @Test
  void amountsOfAnySizeAreExact() {
    BigInteger budget = new BigInteger("9".repeat(78));
    BigInteger price = new BigInteger("1234567890123456789012345678901");
    SponsorId sponsor = sponsor(budget);

    SponsoredTransaction first = transactions().reserve(request(sponsor, 3, 1).withGasPrice(price));
    BigInteger rest = budget.subtract(first.reservedAmount());
    transactions().reserve(request(sponsor, 1, 1).withGasPrice(rest));

    assertThat(budget(sponsor).orElseThrow().reserved()).isEqualTo(budget);
    assertExceeded(sponsor, 1);
    transactions().submit(first.id(), hash(1));
    transactions().confirm(first.id(), GasCost.of(2));
    assertThat(budget(sponsor).orElseThrow())
        .isEqualTo(new DailyBudget(sponsor, today(), budget, rest, price.multiply(BigInteger.TWO)));
    assertThat(budget(sponsor).orElseThrow().available()).isEqualTo(price);
  }

  @Test
  void theFirstReservationOfADayFixesItsBudget() {
    SponsorId sponsor = sponsor(100);
    transactions().reserve(request(sponsor, 10, 1));

    setBudget(sponsor, 20);
    transactions().reserve(request(sponsor, 50, 1));
    setBudget(sponsor, 1_000);
    assertExceeded(sponsor, 41);

    assertAccount(sponsor, 100, 60, 0);
  }

  private void setBudget(SponsorId sponsor, long budget) {
    manager
        .repositories()
        .sponsors()
        .update(sponsor, current -> current.withDailyBudget(BigInteger.valueOf(budget)));
  }

  /** In a time zone whose date differs from UTC at that hour. */
  @Test
  void theDayIsThatOfUtcWhateverTheSessionsTimeZone() {
    SponsorId sponsor = sponsor(100);
    manager.inTransaction(
        tx -> {
          tx.withConnection(
              connection -> {
                try (var statement = connection.createStatement()) {
                  return statement.execute(
                      "SELECT pg_catalog.set_config('timezone', CASE WHEN extract(hour FROM pg_catalog.now() AT TIME ZONE"
                          + " 'UTC') < 12 THEN 'Etc/GMT+12' ELSE 'Etc/GMT-12' END, true)");
                }
              });
          SponsoredTransaction reserved =
              tx.sponsoredTransactions().reserve(request(sponsor, 10, 1));
          boolean differs =
              tx.withConnection(
                  connection -> {
                    try (var statement = connection.createStatement();
                        var result =
                            statement.executeQuery(
                                "SELECT current_date <> (pg_catalog.now() AT TIME ZONE 'UTC')::date")) {
                      return result.next() && result.getBoolean(1);
                    }
                  });
          assertThat(differs).isTrue();
          assertThat(tx.sponsors().findBudget(sponsor, reserved.budgetDate())).isPresent();
        });
    assertThat(budget(sponsor)).isPresent();
  }

  @Test
  void whoCannotPayIsToldApart() {
    SponsorId suspended = sponsor(100);
    manager.repositories().sponsors().suspend(suspended);

    assertThatThrownBy(() -> transactions().reserve(request(suspended, 1, 1)))
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).containsExactly("sponsorId"))
        .hasMessageContaining("suspended");
    assertThatThrownBy(() -> transactions().reserve(request(SponsorId.generate(), 1, 1)))
        .isInstanceOfSatisfying(
            EntityNotFoundException.class,
            missing -> assertThat(missing.entityType()).isEqualTo("sponsor"));
    SponsorId sponsor = sponsor(100);
    assertThatThrownBy(
            () -> transactions().reserve(request(sponsor, 1, 1).withUserId(UserId.generate())))
        .isInstanceOfSatisfying(
            MissingReferenceException.class,
            missing -> assertThat(missing.field()).isEqualTo("userId"));
    assertThat(budget(sponsor)).isEmpty();
    assertThat(transactions().count()).isZero();
  }

  @Test
  void aSponsorWithAccountsIsNotDeleted() {
    SponsorId sponsor = sponsor(100);
    transactions().reserve(request(sponsor, 1, 1));

    assertStillReferenced(() -> sponsors().deleteById(sponsor), OptionalInt.empty());
    assertStillReferenced(
        () -> sponsors().delete(SponsorFilter.builder().status(SponsorStatus.ACTIVE).build()),
        OptionalInt.empty());
    assertStillReferenced(
        () -> sponsors().deleteAllById(List.of(sponsor(1), sponsor), BulkOptions.atomic()),
        OptionalInt.of(1));
    assertAccount(sponsor, 100, 1, 0);
  }

  private SponsorRepository sponsors() {
    return manager.repositories().sponsors();
  }

  private static void assertStillReferenced(ThrowingCallable delete, OptionalInt index) {
    assertThatThrownBy(delete)
        .isInstanceOfSatisfying(
            StillReferencedException.class,
            refused -> {
              assertThat(refused.entityType()).isEqualTo("sponsor daily budget");
              assertThat(refused.field()).isEqualTo("sponsorId");
              assertThat(refused.index()).isEqualTo(index);
            });
  }

  @Test
  void whatIsConfirmedIsSpentAtThePriceItHad() {
    SponsorId sponsor = sponsor(1_000);
    SponsoredTransaction first = submitted(sponsor, 100, 3);
    SponsoredTransaction second = submitted(sponsor, 100, 3);
    assertThat(first.transactionHash()).isNotEqualTo(second.transactionHash());
    assertThat(first.submittedAt()).isNotNull();
    assertAccount(sponsor, 1_000, 600, 0);

    SponsoredTransaction confirmed = transactions().confirm(first.id(), GasCost.of(80));
    assertThat(confirmed)
        .isEqualTo(
            first.toBuilder()
                .status(SponsoredTransactionStatus.CONFIRMED)
                .gasUsed(80L)
                .spentAmount(BigInteger.valueOf(240))
                .completedAt(confirmed.completedAt())
                .audit(confirmed.audit())
                .build())
        .isEqualTo(transactions().getById(first.id()));
    assertThat(confirmed.audit().modifiedAt()).isAfter(first.audit().modifiedAt());
    assertAccount(sponsor, 1_000, 300, 240);

    GasCost cheaper = new GasCost(90, BigInteger.TWO);
    assertThat(transactions().confirm(second.id(), cheaper).spentAmount()).isEqualTo(180);
    assertAccount(sponsor, 1_000, 0, 420);
  }

  @Test
  void whatATransactionDidCostIsSpentEvenBeyondTheBudget() {
    SponsorId sponsor = sponsor(300);
    SponsoredTransaction transaction = submitted(sponsor, 100, 3);

    transactions().confirm(transaction.id(), new GasCost(100, BigInteger.TEN));

    assertAccount(sponsor, 300, 0, 1_000);
    assertThat(budget(sponsor).orElseThrow().available()).isZero();
    assertExceeded(sponsor, 1);
  }

  @Test
  void whatFailsGivesItsReservationBackAndCostsWhatItCost() {
    SponsorId sponsor = sponsor(1_000);
    SponsoredTransaction pending = transactions().reserve(request(sponsor, 100, 1));
    SponsoredTransaction dropped = submitted(sponsor, 200, 1);
    SponsoredTransaction reverted = submitted(sponsor, 300, 1);

    SponsoredTransaction failed = transactions().fail(pending.id(), "never sent");
    assertThat(failed)
        .isEqualTo(
            pending.toBuilder()
                .status(SponsoredTransactionStatus.FAILED)
                .failureReason("never sent")
                .completedAt(failed.completedAt())
                .audit(failed.audit())
                .build())
        .isEqualTo(transactions().getById(pending.id()));
    assertAccount(sponsor, 1_000, 500, 0);
    assertThat(transactions().fail(dropped.id(), "").spentAmount()).isNull();
    assertAccount(sponsor, 1_000, 300, 0);

    failed = transactions().fail(reverted.id(), "reverted", GasCost.of(250));
    assertThat(failed.gasUsed()).isEqualTo(250);
    assertThat(failed.spentAmount()).isEqualTo(250);
    assertThat(failed.status()).isEqualTo(SponsoredTransactionStatus.FAILED);
    assertAccount(sponsor, 1_000, 0, 250);
  }

  @Test
  void stepsThatTheStateDoesNotAllowAreRefusedAndChangeNothing() {
    SponsorId sponsor = sponsor(1_000);
    SponsoredTransactionId pending = transactions().reserve(request(sponsor, 1, 1)).id();
    SponsoredTransactionId submitted = submitted(sponsor, 2, 1).id();
    SponsoredTransactionId confirmed = submitted(sponsor, 3, 1).id();
    transactions().confirm(confirmed, GasCost.of(3));
    SponsoredTransactionId failed = transactions().reserve(request(sponsor, 4, 1)).id();
    transactions().fail(failed, "why");
    List<String> before = Rows.all(database);

    assertRefused(
        "pending",
        "confirmed",
        "from submitted",
        () -> transactions().confirm(pending, GasCost.of(1)));
    assertRefused(
        "pending",
        "failed",
        "from submitted",
        () -> transactions().fail(pending, "", GasCost.of(1)));
    assertRefused(
        "submitted", "submitted", "from pending", () -> transactions().submit(submitted, hash(99)));
    Map.of("confirmed", confirmed, "failed", failed)
        .forEach(
            (from, id) -> {
              assertRefused(
                  from, "submitted", "from pending", () -> transactions().submit(id, hash(99)));
              assertRefused(
                  from,
                  "confirmed",
                  "from submitted",
                  () -> transactions().confirm(id, GasCost.of(1)));
              assertRefused(
                  from, "failed", "from pending or submitted", () -> transactions().fail(id, ""));
              assertRefused(
                  from,
                  "failed",
                  "from submitted",
                  () -> transactions().fail(id, "", GasCost.of(1)));
            });
    SponsoredTransactionId unknown = SponsoredTransactionId.generate();
    assertThatThrownBy(() -> transactions().submit(unknown, hash(99)))
        .isInstanceOf(EntityNotFoundException.class);
    assertThatThrownBy(() -> transactions().confirm(unknown, GasCost.of(1)))
        .isInstanceOf(EntityNotFoundException.class);
    assertThat(Rows.all(database)).isEqualTo(before);
  }

  private static void assertRefused(
      String from, String to, String expected, ThrowingCallable call) {
    assertThatThrownBy(call)
        .hasMessageEndingWith(" (expected: " + expected + ")")
        .isInstanceOfSatisfying(
            InvalidTransitionException.class,
            refused -> {
              assertThat(refused.entityType()).isEqualTo("sponsored transaction");
              assertThat(refused.from()).isEqualTo(from);
              assertThat(refused.to()).isEqualTo(to);
            });
  }

  @Test
  void badInputIsRefusedByName() {
    SponsoredTransactionId id = transactions().reserve(request(sponsor(9), 1, 1)).id();

    assertInvalid("reason", () -> transactions().fail(id, "r".repeat(501)));
    assertInvalid("reason", () -> transactions().fail(id, "\u0000"));
    assertInvalid("reason", () -> transactions().fail(id, "\ud83d"));
    assertInvalid("limit", () -> transactions().expireStale(LATER, 0));
    assertInvalid("limit", () -> transactions().expireStale(LATER, 10_001));
    assertInvalid("now", () -> transactions().expireStale(Instant.MAX, 1));
    NullContract.assertRefused("request", () -> transactions().reserve(null));
    NullContract.assertRefused("id", () -> transactions().submit(null, hash(1)));
    NullContract.assertRefused("transactionHash", () -> transactions().submit(id, null));
    NullContract.assertRefused("id", () -> transactions().confirm(null, GasCost.of(1)));
    NullContract.assertRefused("cost", () -> transactions().confirm(id, null));
    NullContract.assertRefused("id", () -> transactions().fail(null, ""));
    NullContract.assertRefused("reason", () -> transactions().fail(id, null));
    NullContract.assertRefused("cost", () -> transactions().fail(id, "", null));
    NullContract.assertRefused("now", () -> transactions().expireStale(null, 1));
    assertThat(transactions().fail(id, "😀".repeat(500)).failureReason()).hasSize(1_000);
  }

  private static void assertInvalid(String field, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).containsExactly(field));
  }

  @Test
  void aReservationLapsesAtItsExpiryAndNotBefore() {
    SponsorId sponsor = sponsor(1_000);
    SponsoredTransaction pending = transactions().reserve(request(sponsor, 100, 1));
    SponsoredTransaction submitted = submitted(sponsor, 200, 1);

    assertThat(transactions().expireStale(LATER.minusNanos(1_000), 10)).isZero();
    assertAccount(sponsor, 1_000, 300, 0);
    assertThat(transactions().expireStale(LATER, 10)).isOne();

    SponsoredTransaction expired = transactions().getById(pending.id());
    assertThat(expired.status()).isEqualTo(SponsoredTransactionStatus.FAILED);
    assertThat(expired.failureReason()).contains("expired");
    assertThat(expired.completedAt()).isNotNull();
    assertThat(expired.audit().modifiedAt()).isAfter(pending.audit().modifiedAt());
    assertThat(transactions().getById(submitted.id())).isEqualTo(submitted);
    assertAccount(sponsor, 1_000, 200, 0);
    assertThat(transactions().expireStale(LATER, 10)).isZero();
  }

  @Test
  void theOldestLapseFirstAndNoMoreThanAskedFor() {
    SponsorId sponsor = sponsor(1_000);
    for (int i = 5; i > 0; i--) {
      transactions().reserve(request(sponsor, i, 1).withExpiresAt(LATER.plusSeconds(i)));
    }

    assertThat(transactions().expireStale(LATER.plusSeconds(9), 2)).isEqualTo(2);

    assertThat(transactions().findAll())
        .filteredOn(left -> left.status() == SponsoredTransactionStatus.PENDING)
        .extracting(SponsoredTransaction::gasLimit)
        .containsExactly(5L, 4L, 3L);
    assertAccount(sponsor, 1_000, 12, 0);
  }

  @Test
  void whatWasReservedPastItsExpiryMayStillBeSubmitted() {
    SponsorId sponsor = sponsor(1_000);
    SponsoredTransaction late =
        transactions().reserve(request(sponsor, 1, 1).withExpiresAt(Instant.EPOCH));

    assertThat(transactions().submit(late.id(), hash(7)).status())
        .isEqualTo(SponsoredTransactionStatus.SUBMITTED);
    assertThat(transactions().expireStale(LATER, 10)).isZero();
  }

  @Test
  void whatIsDoneInATransactionThatIsRolledBackLeavesTheAccountAsItWas() {
    SponsorId sponsor = sponsor(100);
    SponsoredTransaction kept = submitted(sponsor, 30, 1);
    List<String> before = Rows.all(database);

    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    tx -> {
                      tx.sponsoredTransactions().reserve(request(sponsor, 70, 1));
                      assertThatThrownBy(
                              () -> tx.sponsoredTransactions().reserve(request(sponsor, 1, 1)))
                          .isInstanceOf(BudgetExceededException.class);
                      tx.sponsoredTransactions().confirm(kept.id(), GasCost.of(10));
                      tx.sponsoredTransactions().reserve(request(sponsor, 20, 1));
                      throw new IllegalStateException("undone");
                    }))
        .hasMessage("undone");

    assertThat(Rows.all(database)).isEqualTo(before);
    assertAccount(sponsor, 100, 30, 0);
  }
}
