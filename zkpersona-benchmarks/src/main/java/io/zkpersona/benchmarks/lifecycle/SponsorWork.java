package io.zkpersona.benchmarks.lifecycle;

import io.zkpersona.benchmarks.candidate.Lifecycle;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.sponsorship.CreateSponsorRequest;
import io.zkpersona.domain.sponsorship.GasCost;
import io.zkpersona.domain.sponsorship.ReserveSponsorshipRequest;
import io.zkpersona.domain.sponsorship.SponsoredTransaction;
import io.zkpersona.domain.sponsorship.TransactionHash;
import io.zkpersona.domain.user.WalletAddress;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reserves, submits and confirms transactions of one sponsor. */
final class SponsorWork extends Work {

  private static final BigInteger BUDGET = BigInteger.TEN.pow(40);
  private static final BigInteger PRICE = BigInteger.valueOf(30_000_000_000L);
  private static final long LIMIT = 21_000;
  private static final GasCost COST = GasCost.of(20_000);

  private final List<SponsoredTransaction> confirmed = new ArrayList<>();
  private final Instant expiry = Instant.now().plus(1, ChronoUnit.DAYS);
  private @Nullable SponsorId sponsor;

  SponsorWork(LifecycleFixture fixture) {
    super(fixture);
  }

  @Override
  public void prepare(int calls) {
    sponsor =
        fixture()
            .repositories()
            .sponsors()
            .create(
                CreateSponsorRequest.builder()
                    .name("a sponsor")
                    .blockchainNetwork("ethereum")
                    .walletAddress(new WalletAddress("0x" + "5".repeat(40)))
                    .dailyBudget(BUDGET)
                    .build())
            .id();
  }

  @Override
  public Object call(Lifecycle subject) {
    int number = confirmed.size();
    SponsoredTransaction reserved =
        subject.reserve(
            ReserveSponsorshipRequest.builder()
                .sponsorId(sponsor())
                .userId(fixture().user(number))
                .gasLimit(LIMIT)
                .gasPrice(PRICE)
                .expiresAt(expiry)
                .build());
    subject.submit(
        reserved.id(), new TransactionHash(String.format(Locale.ROOT, "0x%064x", number)));
    SponsoredTransaction done = subject.confirm(reserved.id(), COST);
    confirmed.add(done);
    return done;
  }

  private SponsorId sponsor() {
    SponsorId known = sponsor;
    if (known == null) {
      throw new IllegalStateException("no sponsor (expected: prepare was called)");
    }
    return known;
  }

  @Override
  public void check() throws SQLException {
    fixture().requireStored(fixture().repositories().sponsoredTransactions(), confirmed);
    fixture().requireAdded("sponsored_transactions", confirmed.size());
    BigInteger spent =
        PRICE
            .multiply(BigInteger.valueOf(COST.gasUsed()))
            .multiply(BigInteger.valueOf(confirmed.size()));
    // Two accounts if the day changed meanwhile.
    LifecycleFixture.require(
        fixture()
            .fixture()
            .ask(
                "SELECT sum(reserved) || ' ' || sum(spent) FROM sponsor_daily_budgets"
                    + " WHERE sponsor_id = "
                    + LifecycleFixture.literal(sponsor().value()))
            .equals("0 " + spent),
        "an account with all costs and no reservation");
  }
}
