package io.zkpersona.storage.sponsorship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.id.SponsoredTransactionId;
import io.zkpersona.domain.sponsorship.SponsoredTransaction;
import io.zkpersona.domain.sponsorship.SponsoredTransactionFilter;
import io.zkpersona.domain.sponsorship.TransactionHash;
import io.zkpersona.storage.repository.SponsoredTransactionRepository;
import io.zkpersona.storage.repository.contract.References;
import io.zkpersona.storage.repository.contract.RepositoryContract;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contracts shared with other entities; {@link SponsorshipIT} tests the sponsorship operations.
 */
@NewestServerOnly(unlessLong = true)
class SponsoredTransactionRepositoryIT
    extends RepositoryContract<
        SponsoredTransaction, SponsoredTransactionId, SponsoredTransactionFilter> {

  SponsoredTransactionRepositoryIT() {
    super(new SponsoredTransactionFixture());
  }

  private SponsoredTransactionRepository transactions() {
    return repositories().sponsoredTransactions();
  }

  @BeforeEach
  void openAccounts() {
    for (int day = 1; day <= 3; day++) {
      SponsorId id = repositories().sponsors().save(new SponsorFixture().minimal(draw())).id();
      LocalDate date = LocalDate.of(2024, 5, day);
      database()
          .execute(
              "INSERT INTO zkpersona.sponsor_daily_budgets (sponsor_id, budget_date, budget)"
                  + " VALUES ('%s', '%s', 0)".formatted(id.value(), date));
      draw().references().accounts.add(new References.Account(id, date));
    }
  }

  @Test
  void aTransactionHasAnAccount() {
    SponsoredTransaction fresh = fixture().minimal(draw());

    for (SponsoredTransaction dangling :
        new SponsoredTransaction[] {
          fresh.withSponsorId(SponsorId.generate()),
          fresh.withBudgetDate(fresh.budgetDate().plusYears(1))
        }) {
      assertThatThrownBy(() -> transactions().save(dangling))
          .isInstanceOfSatisfying(
              MissingReferenceException.class,
              missing -> assertThat(missing.field()).isEqualTo("sponsorId, budgetDate"));
    }
  }

  @Test
  void aHashIsTakenOnceOnANetworkWhateverItsLetterCase() {
    SponsoredTransaction stored =
        transactions()
            .save(
                fixture().minimal(draw()).withTransactionHash(new TransactionHash("0xABCDEF0123")));
    SponsoredTransaction same =
        fixture().minimal(draw()).withTransactionHash(new TransactionHash("0xabcdef0123"));

    assertThatThrownBy(() -> transactions().save(same))
        .isInstanceOfSatisfying(
            DuplicateEntityException.class,
            taken -> assertThat(taken.field()).isEqualTo("transactionHash, blockchainNetwork"));
    SponsoredTransaction elsewhere = transactions().save(same.withBlockchainNetwork("another"));

    TransactionHash hash = new TransactionHash("0xAbCdEf0123");
    assertThat(transactions().findByTransactionHash(hash, "network")).contains(stored);
    assertThat(transactions().findByTransactionHash(hash, "another")).contains(elsewhere);
    assertThat(transactions().findByTransactionHash(hash, "Network")).isEmpty();
    assertThat(
            database()
                .query("SELECT DISTINCT transaction_hash FROM zkpersona.sponsored_transactions"))
        .containsExactly("0xabcdef0123");
  }

  @Test
  void aTransactionStaysWhenItsUserGoes() {
    SponsoredTransaction stored =
        transactions().save(fixture().minimal(draw()).withUserId(draw().references().users.get(0)));

    repositories().users().deleteById(draw().references().users.get(0));

    SponsoredTransaction left = transactions().getById(stored.id());
    assertThat(left).isEqualTo(stored.withUserId(null).withAudit(left.audit()));
  }
}
