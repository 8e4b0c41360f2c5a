package io.zkpersona.storage.plan;

import static io.zkpersona.storage.plan.RepositoryCalls.USER;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.id.SponsoredTransactionId;
import io.zkpersona.domain.sponsorship.GasCost;
import io.zkpersona.domain.sponsorship.ReserveSponsorshipRequest;
import io.zkpersona.domain.sponsorship.SponsoredTransaction;
import io.zkpersona.domain.sponsorship.SponsoredTransactionFilter;
import io.zkpersona.domain.sponsorship.TransactionHash;
import io.zkpersona.storage.repository.Repositories;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** One call of each method about sponsored transactions, all for one sponsor. */
final class SponsorshipCalls {

  private static final int ROW = 80_020;
  private static final SponsorId SPONSOR = new SponsorId(FilledTables.id(8, 1));
  private static final SponsoredTransactionId PENDING =
      new SponsoredTransactionId(FilledTables.id(9, ROW));
  private static final TransactionHash HASH = new TransactionHash("0x" + "a".repeat(64));

  private SponsorshipCalls() {}

  static void addTo(Calls calls) {
    SponsoredTransaction fresh =
        SponsoredTransaction.builder()
            .sponsorId(SPONSOR)
            .budgetDate(LocalDate.of(2024, 1, 2))
            .blockchainNetwork("ethereum")
            .gasLimit(1)
            .gasPrice(BigInteger.ONE)
            .reservedAmount(BigInteger.ONE)
            .expiresAt(Instant.parse("2034-01-02T00:00:00Z"))
            .build();
    calls
        .entities(
            "sponsored",
            Repositories::sponsoredTransactions,
            PENDING,
            fresh,
            id -> fresh.toBuilder().id(id).audit(AuditStamp.unsaved()).build())
        .lists(
            "sponsored",
            Repositories::sponsoredTransactions,
            SponsoredTransactionFilter.builder().userId(USER).build(),
            List.of("createdAt", "modifiedAt"))
        .add("sponsored, confirmed", SponsorshipCalls::confirmed)
        .add("sponsored, failed", all -> all.sponsoredTransactions().fail(PENDING, "never sent"))
        .add(
            "sponsored, failed on chain",
            all -> {
              all.sponsoredTransactions().submit(PENDING, HASH);
              all.sponsoredTransactions().fail(PENDING, "reverted", GasCost.of(1));
            })
        .add(
            "sponsored, expired",
            all ->
                all.sponsoredTransactions()
                    .expireStale(Instant.parse("2025-12-01T00:00:00Z"), 100));
  }

  private static void confirmed(Repositories all) {
    SponsoredTransaction reserved =
        all.sponsoredTransactions()
            .reserve(
                ReserveSponsorshipRequest.builder()
                    .sponsorId(SPONSOR)
                    .userId(USER)
                    .gasLimit(1)
                    .gasPrice(BigInteger.ONE)
                    .expiresAt(Instant.now().plusSeconds(3_600))
                    .build());
    all.sponsoredTransactions().submit(reserved.id(), HASH);
    all.sponsoredTransactions().findByTransactionHash(HASH, "ethereum");
    all.sponsoredTransactions().confirm(reserved.id(), GasCost.of(1));
  }
}
