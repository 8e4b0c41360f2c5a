package io.zkpersona.storage.sponsorship;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.sponsorship.DailyBudget;
import io.zkpersona.domain.sponsorship.ReserveSponsorshipRequest;
import io.zkpersona.domain.sponsorship.Sponsor;
import io.zkpersona.domain.sponsorship.SponsoredTransaction;
import io.zkpersona.domain.sponsorship.TransactionHash;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.SponsoredTransactionRepository;
import io.zkpersona.storage.testing.server.Rows;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** Sponsors to reserve with, and access to their accounts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SponsorshipFixture {

  /** The default expiry of reservations. */
  static final Instant LATER = Instant.parse("2099-05-06T07:08:09.123456Z");

  TestDatabase database;
  DatabaseManager manager;
  private final AtomicInteger counter = new AtomicInteger();

  @BeforeAll
  void open() {
    database = TestDatabase.migrated();
    manager = database.open();
  }

  @AfterAll
  void close() {
    manager.close();
    database.close();
  }

  @BeforeEach
  void startEmpty() {
    Rows.deleteAll(database);
  }

  SponsoredTransactionRepository transactions() {
    return manager.repositories().sponsoredTransactions();
  }

  SponsorId sponsor(long budget) {
    return sponsor(BigInteger.valueOf(budget));
  }

  SponsorId sponsor(BigInteger budget) {
    int number = counter.incrementAndGet();
    return manager
        .repositories()
        .sponsors()
        .save(
            Sponsor.builder()
                .name("sponsor " + number)
                .blockchainNetwork("ethereum")
                .walletAddress(new WalletAddress("0x%040x".formatted(number)))
                .dailyBudget(budget)
                .build())
        .id();
  }

  static ReserveSponsorshipRequest request(SponsorId sponsor, long gasLimit, long gasPrice) {
    return ReserveSponsorshipRequest.builder()
        .sponsorId(sponsor)
        .gasLimit(gasLimit)
        .gasPrice(BigInteger.valueOf(gasPrice))
        .expiresAt(LATER)
        .build();
  }

  SponsoredTransaction submitted(SponsorId sponsor, long gasLimit, long gasPrice) {
    SponsoredTransaction pending = transactions().reserve(request(sponsor, gasLimit, gasPrice));
    return transactions().submit(pending.id(), hash(counter.incrementAndGet()));
  }

  static TransactionHash hash(int number) {
    return new TransactionHash("0x%064x".formatted(number));
  }

  /** Returns the current date in UTC by the database's clock. */
  LocalDate today() {
    return LocalDate.parse(database.queryOne("SELECT (now() AT TIME ZONE 'UTC')::date"));
  }

  /** Returns the sponsor's account of its first day. */
  Optional<DailyBudget> budget(SponsorId sponsor) {
    return database
        .query(
            "SELECT budget_date FROM zkpersona.sponsor_daily_budgets WHERE sponsor_id = '%s'"
                .formatted(sponsor.value()))
        .stream()
        .findFirst()
        .flatMap(
            date -> manager.repositories().sponsors().findBudget(sponsor, LocalDate.parse(date)));
  }

  void assertAccount(SponsorId sponsor, long budget, long reserved, long spent) {
    DailyBudget account = budget(sponsor).orElseThrow();
    assertThat(account.budget()).isEqualTo(budget);
    assertThat(account.reserved()).isEqualTo(reserved);
    assertThat(account.spent()).isEqualTo(spent);
    assertAccountsAddUp();
  }

  /** Asserts that held and spent amounts equal the sums of the transactions. */
  void assertAccountsAddUp() {
    assertThat(
            database.query(
                """
                SELECT a.sponsor_id FROM zkpersona.sponsor_daily_budgets AS a
                LEFT JOIN zkpersona.sponsored_transactions AS t USING (sponsor_id, budget_date)
                GROUP BY a.sponsor_id, a.budget_date
                HAVING a.reserved <> coalesce(sum(t.reserved_amount)
                    FILTER (WHERE t.status IN ('pending', 'submitted')), 0)
                  OR a.spent <> coalesce(sum(t.spent_amount), 0)
                """))
        .isEmpty();
  }
}
