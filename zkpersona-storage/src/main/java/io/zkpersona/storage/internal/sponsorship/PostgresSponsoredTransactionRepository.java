package io.zkpersona.storage.internal.sponsorship;

import static io.zkpersona.storage.internal.tables.tables.SponsoredTransactions.SPONSORED_TRANSACTIONS;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.SponsoredTransactionId;
import io.zkpersona.domain.sponsorship.BudgetExceededException;
import io.zkpersona.domain.sponsorship.GasCost;
import io.zkpersona.domain.sponsorship.ReserveSponsorshipRequest;
import io.zkpersona.domain.sponsorship.Sponsor;
import io.zkpersona.domain.sponsorship.SponsorStatus;
import io.zkpersona.domain.sponsorship.SponsoredTransaction;
import io.zkpersona.domain.sponsorship.SponsoredTransactionFilter;
import io.zkpersona.domain.sponsorship.SponsoredTransactionStatus;
import io.zkpersona.domain.sponsorship.TransactionHash;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.repository.EntityStatements;
import io.zkpersona.storage.internal.repository.PostgresRepository;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.sponsorship.Settlements.Completion;
import io.zkpersona.storage.internal.sponsorship.Settlements.End;
import io.zkpersona.storage.internal.sponsorship.Settlements.Expiry;
import io.zkpersona.storage.internal.sponsorship.Settlements.Submission;
import io.zkpersona.storage.repository.SponsoredTransactionRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

public final class PostgresSponsoredTransactionRepository
    extends PostgresRepository<
        SponsoredTransaction, SponsoredTransactionId, SponsoredTransactionFilter>
    implements SponsoredTransactionRepository {
  private static final EntityStatements<
          SponsoredTransaction,
          SponsoredTransaction,
          SponsoredTransactionId,
          SponsoredTransactionFilter>
      STATEMENTS =
          EntityStatements.of(
              SponsoredTransactionTable.TABLE, SponsoredTransactionConditions.FILTER);

  private static final int MAX_REASON = 500;
  private static final int MAX_EXPIRED = 10_000;

  private record OnChain(TransactionHash hash, String network) {}

  private static final Statement<OnChain, SponsoredTransaction> FIND_BY_HASH =
      Statement.of(
          SponsoredTransactionTable.TABLE.operation("find_by_transaction_hash"),
          SponsoredTransactionTable.TABLE,
          in ->
              select(SponsoredTransactionTable.TABLE.fields())
                  .from(SPONSORED_TRANSACTIONS)
                  .where(
                      SPONSORED_TRANSACTIONS.TRANSACTION_HASH.eq(
                          in.value(SPONSORED_TRANSACTIONS.TRANSACTION_HASH, OnChain::hash)))
                  .and(
                      SPONSORED_TRANSACTIONS.BLOCKCHAIN_NETWORK.eq(
                          in.value(SPONSORED_TRANSACTIONS.BLOCKCHAIN_NETWORK, OnChain::network))));

  private final PostgresSponsorRepository sponsors;

  public PostgresSponsoredTransactionRepository(RepositoryContext context) {
    super(context, STATEMENTS, SponsoredTransactionId::generate);
    // Explains refusals, which an outdated read must not.
    this.sponsors = new PostgresSponsorRepository(context.on(context.executor()));
  }

  @Override
  public SponsoredTransaction reserve(ReserveSponsorshipRequest request) {
    Required.argument("request", request);
    Reservation reservation = new Reservation(newId.get(), request, context.actor());
    return executor()
        .inserting(
            entity.entityType(),
            () -> List.of(reservation.id().value()),
            () -> executor().first(Reservation.RESERVE, reservation))
        .orElseThrow(() -> refused(request));
  }

  private RuntimeException refused(ReserveSponsorshipRequest request) {
    Sponsor sponsor = sponsors.getById(request.sponsorId());
    return sponsor.status() == SponsorStatus.SUSPENDED
        ? new ValidationException("sponsorId", "a suspended sponsor (expected: an active sponsor)")
        : new BudgetExceededException(sponsor.id().value());
  }

  @Override
  public SponsoredTransaction submit(SponsoredTransactionId id, TransactionHash transactionHash) {
    Submission submission =
        new Submission(
            Required.argument("id", id),
            Required.argument("transactionHash", transactionHash),
            context.actor());
    return executor()
        .first(Settlements.SUBMIT, submission)
        .orElseThrow(
            () ->
                refused(
                    id,
                    SponsoredTransactionStatus.SUBMITTED,
                    List.of(SponsoredTransactionStatus.PENDING)));
  }

  @Override
  public SponsoredTransaction confirm(SponsoredTransactionId id, GasCost cost) {
    Required.argument("id", id);
    return complete(Completion.CONFIRM, id, null, Required.argument("cost", cost));
  }

  @Override
  public SponsoredTransaction fail(SponsoredTransactionId id, String reason) {
    Required.argument("id", id);
    return complete(Completion.FAIL, id, reason(reason), null);
  }

  @Override
  public SponsoredTransaction fail(SponsoredTransactionId id, String reason, GasCost cost) {
    Required.argument("id", id);
    Required.argument("cost", cost);
    return complete(Completion.FAIL_AT_COST, id, reason(reason), cost);
  }

  private SponsoredTransaction complete(
      Completion completion,
      SponsoredTransactionId id,
      @Nullable String reason,
      @Nullable GasCost cost) {
    return executor()
        .first(completion.statement, new End(id, reason, cost, context.actor()))
        .orElseThrow(() -> refused(id, completion.to, completion.from()));
  }

  private static String reason(String reason) {
    return Required.text("reason", reason, MAX_REASON);
  }

  private InvalidTransitionException refused(
      SponsoredTransactionId id,
      SponsoredTransactionStatus to,
      List<SponsoredTransactionStatus> allowedFrom) {
    return new InvalidTransitionException(
        entity.entityType(),
        stored(id).status().value(),
        to.value(),
        allowedFrom.stream().map(SponsoredTransactionStatus::value).toList());
  }

  @Override
  public int expireStale(Instant now, int limit) {
    Expiry expiry =
        new Expiry(
            Required.instant("now", now),
            Required.rows("limit", limit, MAX_EXPIRED),
            context.actor());
    return executor().list(Settlements.EXPIRE, expiry).size();
  }

  @Override
  public Optional<SponsoredTransaction> findByTransactionHash(
      TransactionHash transactionHash, String blockchainNetwork) {
    return reader()
        .first(
            FIND_BY_HASH,
            new OnChain(
                Required.argument("transactionHash", transactionHash),
                Required.argument("blockchainNetwork", blockchainNetwork)));
  }
}
