package io.zkpersona.storage.internal.sponsorship;

import static io.zkpersona.storage.internal.tables.tables.SponsoredTransactions.SPONSORED_TRANSACTIONS;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.error.BudgetExceededException;
import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.SponsoredTransactionId;
import io.zkpersona.domain.sponsorship.GasCost;
import io.zkpersona.domain.sponsorship.ReserveSponsorshipRequest;
import io.zkpersona.domain.sponsorship.Sponsor;
import io.zkpersona.domain.sponsorship.SponsorStatus;
import io.zkpersona.domain.sponsorship.SponsoredTransaction;
import io.zkpersona.domain.sponsorship.SponsoredTransactionFilter;
import io.zkpersona.domain.sponsorship.SponsoredTransactionStatus;
import io.zkpersona.domain.sponsorship.TransactionHash;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.repository.EntityStatements;
import io.zkpersona.storage.internal.repository.PostgresRepository;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.sponsorship.SponsorshipStatements.Completion;
import io.zkpersona.storage.repository.SponsoredTransactionRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Query;
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
  private static final String EXPIRED = "expired before it was submitted";

  private enum Key {
    RESERVE,
    SUBMIT,
    EXPIRE,
    FIND_BY_HASH
  }

  private final PostgresSponsorRepository sponsors;

  public PostgresSponsoredTransactionRepository(RepositoryContext context) {
    super(context, STATEMENTS, SponsoredTransactionId::generate);
    this.sponsors = new PostgresSponsorRepository(context);
  }

  @Override
  public SponsoredTransaction reserve(ReserveSponsorshipRequest request) {
    Required.argument("request", request);
    SponsoredTransactionId id = newId.get();
    return executor()
        .inserting(
            entity.entityType(),
            () -> List.of(id.value()),
            () ->
                executor()
                    .first(
                        operation("reserve"),
                        shape(Key.RESERVE, SponsorshipStatements::reserve),
                        entity.reader(),
                        request.sponsorId(),
                        request.amount(),
                        id,
                        request.userId(),
                        request.gasLimit(),
                        request.gasPrice(),
                        request.expiresAt(),
                        context.actor()))
        .orElseThrow(() -> refused(request));
  }

  private RuntimeException refused(ReserveSponsorshipRequest request) {
    Sponsor sponsor = sponsors.getById(request.sponsorId());
    return sponsor.status() == SponsorStatus.SUSPENDED
        ? new ValidationException("sponsorId", "of a suspended sponsor (expected: an active one)")
        : new BudgetExceededException(sponsor.id().value());
  }

  @Override
  public SponsoredTransaction submit(SponsoredTransactionId id, TransactionHash transactionHash) {
    Required.argument("id", id);
    Required.argument("transactionHash", transactionHash);
    return executor()
        .first(
            operation("submit"),
            shape(Key.SUBMIT, SponsorshipStatements::submit),
            entity.reader(),
            transactionHash,
            context.actor(),
            id)
        .orElseThrow(() -> refused(id, SponsoredTransactionStatus.SUBMITTED));
  }

  @Override
  public SponsoredTransaction confirm(SponsoredTransactionId id, GasCost cost) {
    Required.argument("id", id);
    Required.argument("cost", cost);
    return complete(
        "confirm",
        Completion.CONFIRM,
        id,
        cost.gasUsed(),
        cost.effectiveGasPrice(),
        context.actor(),
        id);
  }

  @Override
  public SponsoredTransaction fail(SponsoredTransactionId id, String reason) {
    Required.argument("id", id);
    return complete("fail", Completion.FAIL, id, reason(reason), context.actor(), id);
  }

  @Override
  public SponsoredTransaction fail(SponsoredTransactionId id, String reason, GasCost cost) {
    Required.argument("id", id);
    Required.argument("cost", cost);
    return complete(
        "fail_at_cost",
        Completion.FAIL_AT_COST,
        id,
        reason(reason),
        cost.gasUsed(),
        cost.effectiveGasPrice(),
        context.actor(),
        id);
  }

  private SponsoredTransaction complete(
      String name, Completion completion, SponsoredTransactionId id, @Nullable Object... values) {
    return executor()
        .first(
            operation(name),
            shape(completion, params -> SponsorshipStatements.complete(completion, params)),
            entity.reader(),
            values)
        .orElseThrow(() -> refused(id, completion.to));
  }

  private static String reason(String reason) {
    return Required.text("reason", reason, MAX_REASON);
  }

  private InvalidTransitionException refused(
      SponsoredTransactionId id, SponsoredTransactionStatus to) {
    return new InvalidTransitionException(
        entity.entityType(), getById(id).status().value(), to.value());
  }

  @Override
  public int expireStale(Instant now, int limit) {
    Instant until = Required.instant("now", now);
    long rows = Required.rows("limit", limit, MAX_EXPIRED);
    return executor()
        .list(
            operation("expire_stale"),
            shape(Key.EXPIRE, SponsorshipStatements::expire),
            row -> true,
            until,
            rows,
            EXPIRED,
            context.actor())
        .size();
  }

  @Override
  public Optional<SponsoredTransaction> findByTransactionHash(
      TransactionHash transactionHash, String blockchainNetwork) {
    SqlShape shape =
        shape(
            Key.FIND_BY_HASH,
            params ->
                select(entity.fields())
                    .from(entity.table())
                    .where(
                        SPONSORED_TRANSACTIONS.TRANSACTION_HASH.eq(
                            params.value(SPONSORED_TRANSACTIONS.TRANSACTION_HASH)))
                    .and(
                        SPONSORED_TRANSACTIONS.BLOCKCHAIN_NETWORK.eq(
                            params.value(SPONSORED_TRANSACTIONS.BLOCKCHAIN_NETWORK))));
    return executor()
        .first(
            operation("find_by_transaction_hash"),
            shape,
            entity.reader(),
            Required.argument("transactionHash", transactionHash),
            Required.argument("blockchainNetwork", blockchainNetwork));
  }

  private SqlShape shape(Object key, Function<Params, Query> statement) {
    return context.shapes().get(key, statement);
  }
}
