package io.zkpersona.storage.cut;

import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.sponsorship.ReserveSponsorshipRequest;
import io.zkpersona.domain.sponsorship.Sponsor;
import io.zkpersona.domain.sponsorship.SponsoredTransaction;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.contract.References;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/** Rows for the writes to act on. */
public final class CutFixture {

  static final Instant LATER = Instant.parse("2099-01-01T00:00:00Z");
  static final WalletAddress WALLET = new WalletAddress("0x" + "a".repeat(40));

  static final List<WalletAddress> WALLETS =
      List.of(
          new WalletAddress("0x" + "b".repeat(40)),
          WALLET,
          WalletAddress.of("So" + "1".repeat(40) + "2"));

  private CutFixture() {}

  static UserId user(Repositories all) {
    return all.users().save(User.builder().walletAddress(WALLET).build()).id();
  }

  static SponsorId sponsor(Repositories all) {
    return all.sponsors()
        .save(
            Sponsor.builder()
                .name("sponsor of cuts")
                .blockchainNetwork("ethereum")
                .walletAddress(WALLET)
                .dailyBudget(BigInteger.valueOf(1_000))
                .build())
        .id();
  }

  static ReserveSponsorshipRequest reservation(SponsorId sponsor, UserId user) {
    return ReserveSponsorshipRequest.builder()
        .sponsorId(sponsor)
        .userId(user)
        .gasLimit(2)
        .gasPrice(BigInteger.ONE)
        .expiresAt(LATER)
        .build();
  }

  static SponsoredTransaction reserved(Repositories all) {
    return all.sponsoredTransactions().reserve(reservation(sponsor(all), user(all)));
  }

  /** Returns a sponsor's account for today. */
  public static References.Account account(Repositories all) {
    SponsoredTransaction reserved = reserved(all);
    return new References.Account(reserved.sponsorId(), reserved.budgetDate());
  }
}
