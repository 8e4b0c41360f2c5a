package io.zkpersona.storage.sponsorship;

import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.sponsorship.CreateSponsorRequest;
import io.zkpersona.domain.sponsorship.Sponsor;
import io.zkpersona.domain.sponsorship.SponsorFilter;
import io.zkpersona.domain.sponsorship.SponsorStatus;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.SponsorRepository;
import io.zkpersona.storage.repository.contract.Draw;
import io.zkpersona.storage.repository.contract.EntityFixture;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

public final class SponsorFixture extends EntityFixture<Sponsor, SponsorId, SponsorFilter> {

  public SponsorFixture() {
    super(
        Sponsor.class,
        "sponsor",
        SponsorFilter.none(),
        SponsorId::generate,
        CreateSponsorRequest.class);
  }

  /** Draws the smallest or largest amount, or one that a double cannot hold. */
  public static BigInteger amount(Draw draw) {
    return new BigInteger(draw.of("0", "1", "1234567890123456789012345678901", "9".repeat(78)));
  }

  @Override
  public SponsorRepository repository(Repositories all) {
    return all.sponsors();
  }

  @Override
  public SponsorRepository filterable(Repositories all) {
    return all.sponsors();
  }

  @Override
  public int fixturesBefore() {
    return 0;
  }

  @Override
  public Sponsor minimal(Draw draw) {
    int number = draw.next();
    return Sponsor.builder()
        .name("sponsor " + number)
        .blockchainNetwork("network")
        .walletAddress(new WalletAddress("0x%040x".formatted(number)))
        .dailyBudget(BigInteger.ONE)
        .build();
  }

  @Override
  public Sponsor random(Draw draw) {
    int number = draw.next();
    return Sponsor.builder()
        .name(number + " " + draw.name())
        .blockchainNetwork(draw.of("ethereum", "polygon", "😀"))
        .walletAddress(
            new WalletAddress(
                String.format(
                    Locale.ROOT,
                    draw.of("0xABCDEFabcdefABCDEFabcdefABCDEFab%08x", "other:Chain:AbCdEf%08d"),
                    number)))
        .dailyBudget(amount(draw))
        .status(draw.of(SponsorStatus.values()))
        .audit(draw.audit())
        .build();
  }

  @Override
  public List<String> lifecycle() {
    return List.of("status");
  }

  @Override
  public List<String> range() {
    return List.of("createdFrom", "createdUntil");
  }

  @Override
  public SponsorFilter filter(Sponsor one, Sponsor other) {
    return new SponsorFilter(
        one.status(),
        one.blockchainNetwork(),
        smaller(time(one), time(other)),
        greater(time(one), time(other)));
  }

  @Override
  public boolean matches(SponsorFilter filter, Sponsor sponsor) {
    return same(filter.status(), sponsor.status())
        && same(filter.blockchainNetwork(), sponsor.blockchainNetwork())
        && atLeast(filter.createdFrom(), time(sponsor))
        && below(filter.createdUntil(), time(sponsor));
  }

  @Override
  public long counter(Sponsor sponsor) {
    return sponsor.dailyBudget().longValueExact();
  }

  @Override
  public Sponsor counted(Sponsor sponsor, long counter) {
    return sponsor.withDailyBudget(BigInteger.valueOf(counter));
  }
}
