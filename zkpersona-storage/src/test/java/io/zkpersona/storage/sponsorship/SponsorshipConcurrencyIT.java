package io.zkpersona.storage.sponsorship;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.id.SponsoredTransactionId;
import io.zkpersona.domain.sponsorship.BudgetExceededException;
import io.zkpersona.domain.sponsorship.GasCost;
import io.zkpersona.domain.sponsorship.SponsoredTransaction;
import io.zkpersona.domain.sponsorship.SponsoredTransactionStatus;
import io.zkpersona.storage.repository.contract.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Sponsorship on many threads: budgets hold, and each step is taken once. */
class SponsorshipConcurrencyIT extends SponsorshipFixture {

  private static final int THREADS = 16;

  @Test
  void ofFiftyReservationsATwentyfoldBudgetCoversTwenty() throws InterruptedException {
    SponsorId sponsor = sponsor(20 * 21_000 + 20_999);

    var outcomes = Together.run(50, () -> transactions().reserve(request(sponsor, 21_000, 1)));

    assertThat(Together.failures(outcomes))
        .hasSize(30)
        .allSatisfy(failure -> assertThat(failure).isInstanceOf(BudgetExceededException.class));
    assertThat(transactions().count()).isEqualTo(20);
    assertAccount(sponsor, 20 * 21_000 + 20_999, 20 * 21_000, 0);
  }

  @Test
  void reservationsOfDifferentSponsorsDoNotMind() throws InterruptedException {
    List<SponsorId> sponsors = List.of(sponsor(100), sponsor(200), sponsor(300));
    AtomicInteger turn = new AtomicInteger();

    var outcomes =
        Together.run(
            45,
            () ->
                transactions().reserve(request(sponsors.get(turn.getAndIncrement() % 3), 100, 1)));

    assertThat(Together.failures(outcomes)).hasSize(39);
    for (int i = 0; i < 3; i++) {
      assertAccount(sponsors.get(i), 100L * (i + 1), 100L * (i + 1), 0);
    }
  }

  @Test
  void aTransactionIsSubmittedConfirmedOrFailedOnce() throws InterruptedException {
    SponsorId sponsor = sponsor(1_000);
    SponsoredTransactionId id = transactions().reserve(request(sponsor, 100, 1)).id();

    assertOneWins(Together.run(THREADS, () -> transactions().submit(id, hash(1))));
    AtomicInteger turn = new AtomicInteger();
    assertOneWins(
        Together.run(
            THREADS,
            () ->
                switch (turn.getAndIncrement() % 3) {
                  case 0 -> transactions().confirm(id, GasCost.of(100));
                  case 1 -> transactions().fail(id, "reverted", GasCost.of(100));
                  default -> transactions().fail(id, "dropped");
                }));

    assertThat(budget(sponsor).orElseThrow().reserved()).isZero();
    assertAccountsAddUp();
  }

  private static void assertOneWins(List<Together.Outcome<SponsoredTransaction>> outcomes) {
    assertThat(Together.failures(outcomes))
        .hasSize(THREADS - 1)
        .allSatisfy(failure -> assertThat(failure).isInstanceOf(InvalidTransitionException.class));
  }

  @Test
  void manySweepersFailEachStaleReservationOnce() throws InterruptedException {
    List<SponsorId> sponsors = List.of(sponsor(1_000), sponsor(1_000), sponsor(1_000));
    for (int i = 0; i < 300; i++) {
      transactions().reserve(request(sponsors.get(i % 3), 1 + i % 2, 1));
    }

    List<Integer> expired =
        Together.values(
            Together.run(
                THREADS,
                () -> {
                  int total = 0;
                  for (int last = 1; last > 0; total += last) {
                    last = transactions().expireStale(LATER, 7);
                  }
                  return total;
                }));

    assertThat(expired.stream().mapToInt(Integer::intValue).sum()).isEqualTo(300);
    for (SponsorId sponsor : sponsors) {
      assertAccount(sponsor, 1_000, 0, 0);
    }
  }

  @Test
  void whatIsSubmittedWhileItIsSweptIsEitherAndTheAccountsAddUp() throws InterruptedException {
    SponsorId sponsor = sponsor(1_000);
    List<SponsoredTransactionId> pending = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      pending.add(transactions().reserve(request(sponsor, 1, 1)).id());
    }
    AtomicInteger turn = new AtomicInteger();

    Together.values(
        Together.run(
            THREADS,
            () -> {
              int number = turn.getAndIncrement();
              if (number % 2 == 0) {
                return transactions().expireStale(LATER, 20);
              }
              int done = 0;
              for (int i = number / 2; i < pending.size(); i += THREADS / 2) {
                done += submitConfirmAndReserve(sponsor, pending.get(i), i) ? 1 : 0;
              }
              return done;
            }));

    transactions().expireStale(LATER, 10_000);
    assertThat(transactions().findAll())
        .extracting(SponsoredTransaction::status)
        .containsOnly(SponsoredTransactionStatus.CONFIRMED, SponsoredTransactionStatus.FAILED);
    assertThat(budget(sponsor).orElseThrow().reserved()).isZero();
    assertAccountsAddUp();
  }

  private boolean submitConfirmAndReserve(
      SponsorId sponsor, SponsoredTransactionId id, int number) {
    transactions().reserve(request(sponsor, 1, 1));
    try {
      transactions().submit(id, hash(number));
    } catch (InvalidTransitionException swept) {
      return false;
    }
    transactions().confirm(id, GasCost.of(1));
    return true;
  }
}
