package io.zkpersona.storage.sponsorship;

import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.id.SponsoredTransactionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.sponsorship.SponsoredTransaction;
import io.zkpersona.domain.sponsorship.SponsoredTransactionFilter;
import io.zkpersona.domain.sponsorship.SponsoredTransactionStatus;
import io.zkpersona.domain.sponsorship.TransactionHash;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.SponsoredTransactionRepository;
import io.zkpersona.storage.repository.contract.Draw;
import io.zkpersona.storage.repository.contract.EntityFixture;
import io.zkpersona.storage.repository.contract.References;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;

public final class SponsoredTransactionFixture
    extends EntityFixture<
        SponsoredTransaction, SponsoredTransactionId, SponsoredTransactionFilter> {

  public SponsoredTransactionFixture() {
    super(
        SponsoredTransaction.class,
        "sponsored transaction",
        SponsoredTransactionFilter.none(),
        SponsoredTransactionId::generate);
  }

  @Override
  public SponsoredTransactionRepository repository(Repositories all) {
    return all.sponsoredTransactions();
  }

  @Override
  public SponsoredTransactionRepository filterable(Repositories all) {
    return all.sponsoredTransactions();
  }

  @Override
  public int fixturesBefore() {
    return 1;
  }

  @Override
  public SponsoredTransaction minimal(Draw draw) {
    References.Account account = draw.of(draw.references().accounts);
    return SponsoredTransaction.builder()
        .sponsorId(account.sponsorId())
        .budgetDate(account.date())
        .blockchainNetwork("network")
        .gasLimit(1)
        .gasPrice(BigInteger.ZERO)
        .reservedAmount(BigInteger.ZERO)
        .expiresAt(draw.instant())
        .build();
  }

  @Override
  public SponsoredTransaction random(Draw draw) {
    SponsoredTransactionStatus status = draw.of(SponsoredTransactionStatus.values());
    boolean sent =
        status == SponsoredTransactionStatus.SUBMITTED
            || status == SponsoredTransactionStatus.CONFIRMED;
    boolean completed =
        status == SponsoredTransactionStatus.CONFIRMED
            || status == SponsoredTransactionStatus.FAILED;
    int number = draw.next();
    return minimal(draw).toBuilder()
        .userId(draw.maybe(() -> draw.of(draw.references().users)))
        .blockchainNetwork(draw.of("ethereum", "polygon", "😀"))
        .transactionHash(sent || draw.bool() ? hash(draw, number) : null)
        .gasLimit(draw.of(1L, 21_000L, Long.MAX_VALUE))
        .gasUsed(draw.maybe(() -> draw.of(0L, 1L, Long.MAX_VALUE)))
        .gasPrice(SponsorFixture.amount(draw))
        .reservedAmount(SponsorFixture.amount(draw))
        .spentAmount(draw.maybe(() -> SponsorFixture.amount(draw)))
        .status(status)
        .failureReason(draw.maybe(draw::text))
        .submittedAt(sent || draw.bool() ? draw.instant() : null)
        .completedAt(completed ? draw.instant() : null)
        .audit(draw.audit())
        .build();
  }

  private static TransactionHash hash(Draw draw, int number) {
    return new TransactionHash(
        String.format(
            Locale.ROOT, draw.of("0xABCDEFabcdef%08x", "5VERv8NMvzbJMEkV8xnrLkEa%08d"), number));
  }

  @Override
  public Map<String, EntityId> dangling() {
    return Map.of("userId", UserId.generate());
  }

  @Override
  public List<String> together(String component) {
    List<String> account = List.of("sponsorId", "budgetDate");
    return account.contains(component) ? account : super.together(component);
  }

  @Override
  public List<String> lifecycle() {
    return List.of(
        "status",
        "transactionHash",
        "gasUsed",
        "spentAmount",
        "failureReason",
        "submittedAt",
        "completedAt");
  }

  @Override
  public List<String> range() {
    return List.of("createdFrom", "createdUntil");
  }

  @Override
  public SponsoredTransactionFilter filter(SponsoredTransaction one, SponsoredTransaction other) {
    return new SponsoredTransactionFilter(
        one.sponsorId(),
        one.userId(),
        one.status(),
        one.budgetDate(),
        smaller(time(one), time(other)),
        greater(time(one), time(other)));
  }

  @Override
  public boolean matches(SponsoredTransactionFilter filter, SponsoredTransaction transaction) {
    return same(filter.userId(), transaction.userId())
        && same(filter.sponsorId(), transaction.sponsorId())
        && same(filter.status(), transaction.status())
        && same(filter.budgetDate(), transaction.budgetDate())
        && atLeast(filter.createdFrom(), time(transaction))
        && below(filter.createdUntil(), time(transaction));
  }

  @Override
  public long counter(SponsoredTransaction transaction) {
    return transaction.gasLimit();
  }

  @Override
  public SponsoredTransaction counted(SponsoredTransaction transaction, long counter) {
    return transaction.withGasLimit(counter);
  }
}
