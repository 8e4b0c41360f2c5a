package io.zkpersona.storage.internal.sponsorship;

import static io.zkpersona.storage.internal.query.Builtins.sum;
import static io.zkpersona.storage.internal.query.Portable.exists;
import static io.zkpersona.storage.internal.query.StatementParts.columnOf;
import static io.zkpersona.storage.internal.tables.tables.SponsorDailyBudgets.SPONSOR_DAILY_BUDGETS;
import static io.zkpersona.storage.internal.tables.tables.SponsoredTransactions.SPONSORED_TRANSACTIONS;
import static org.jooq.impl.DSL.cast;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.with;

import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.id.SponsoredTransactionId;
import io.zkpersona.domain.sponsorship.GasCost;
import io.zkpersona.domain.sponsorship.SponsoredTransaction;
import io.zkpersona.domain.sponsorship.SponsoredTransactionStatus;
import io.zkpersona.domain.sponsorship.TransactionHash;
import io.zkpersona.storage.internal.query.AuditUpdate;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.ResultQuery;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The statements that submit and end transactions, and settle their sponsors' accounts. */
final class Settlements {

  private static final String PENDING_TOO_LONG = "expired before it was submitted";

  /** The submission of a pending transaction. */
  record Submission(
      SponsoredTransactionId id, TransactionHash transactionHash, @Nullable ActorId actor) {}

  /** The end of a transaction; its way requires a reason or a cost. */
  record End(
      SponsoredTransactionId id,
      @Nullable String reason,
      @Nullable GasCost cost,
      @Nullable ActorId actor) {}

  /**
   * The failure of pending transactions.
   *
   * @param until transactions fail that expire at this time or before
   * @param rows the maximum number of transactions
   */
  record Expiry(Instant until, long rows, @Nullable ActorId actor) {}

  /** Submits a transaction, if it is pending. */
  static final Statement<Submission, SponsoredTransaction> SUBMIT =
      Statement.of(
          SponsoredTransactionTable.TABLE.operation("submit"),
          SponsoredTransactionTable.TABLE,
          Settlements::submitting);

  /**
   * Fails transactions that are pending for too long, and returns their ids. All calls lock
   * accounts in the same order; transactions locked by others are skipped.
   */
  static final Statement<Expiry, SponsoredTransactionId> EXPIRE =
      Statement.of(
          SponsoredTransactionTable.TABLE.operation("expire_stale"), Settlements::expiring);

  /** The ways in which a transaction ends, unless its status does not allow it. */
  enum Completion {
    /** From submitted, at a cost. */
    CONFIRM("confirm", SponsoredTransactionStatus.CONFIRMED),
    /** From submitted, for a reason, at a cost. */
    FAIL_AT_COST("fail_at_cost", SponsoredTransactionStatus.FAILED),
    /** From pending or submitted, for a reason. */
    FAIL("fail", SponsoredTransactionStatus.FAILED);

    final SponsoredTransactionStatus to;

    @SuppressWarnings("ImmutableEnumChecker") // statements are immutable
    final Statement<End, SponsoredTransaction> statement;

    Completion(String name, SponsoredTransactionStatus to) {
      this.to = to;
      this.statement =
          Statement.of(
              SponsoredTransactionTable.TABLE.operation(name),
              SponsoredTransactionTable.TABLE,
              in -> completing(this, in));
    }

    List<SponsoredTransactionStatus> from() {
      return this == FAIL
          ? List.of(SponsoredTransactionStatus.PENDING, SponsoredTransactionStatus.SUBMITTED)
          : List.of(SponsoredTransactionStatus.SUBMITTED);
    }
  }

  private Settlements() {}

  private static Query submitting(Parameters<Submission> in) {
    return DSL.update(SPONSORED_TRANSACTIONS)
        .set(SPONSORED_TRANSACTIONS.STATUS, inline(SponsoredTransactionStatus.SUBMITTED))
        .set(
            SPONSORED_TRANSACTIONS.TRANSACTION_HASH,
            in.value(SPONSORED_TRANSACTIONS.TRANSACTION_HASH, Submission::transactionHash))
        .set(SPONSORED_TRANSACTIONS.SUBMITTED_AT, DatabaseClock.now())
        .set(audit(in, Submission::actor))
        .where(SPONSORED_TRANSACTIONS.ID.eq(in.value(SPONSORED_TRANSACTIONS.ID, Submission::id)))
        .and(SPONSORED_TRANSACTIONS.STATUS.eq(inline(SponsoredTransactionStatus.PENDING)))
        .returning(SponsoredTransactionTable.TABLE.fields());
  }

  private static Query completing(Completion completion, Parameters<End> in) {
    Map<Field<?>, Object> values = new LinkedHashMap<>();
    if (completion != Completion.CONFIRM) {
      Field<String> reason = SPONSORED_TRANSACTIONS.FAILURE_REASON;
      values.put(reason, in.value(reason, End::reason));
    }
    if (completion != Completion.FAIL) {
      Parameters<GasCost> cost = in.of(end -> Objects.requireNonNull(end.cost));
      Field<Long> gasUsed = cost.value(SPONSORED_TRANSACTIONS.GAS_USED, GasCost::gasUsed);
      Field<BigInteger> gasPrice = SPONSORED_TRANSACTIONS.GAS_PRICE;
      values.put(SPONSORED_TRANSACTIONS.GAS_USED, gasUsed);
      values.put(
          SPONSORED_TRANSACTIONS.SPENT_AMOUNT,
          coalesce(cost.value(gasPrice, GasCost::effectiveGasPrice), gasPrice)
              .times(cast(gasUsed, gasPrice)));
    }
    var completed =
        DSL.update(SPONSORED_TRANSACTIONS)
            .set(values)
            .set(SPONSORED_TRANSACTIONS.STATUS, inline(completion.to))
            .set(SPONSORED_TRANSACTIONS.COMPLETED_AT, DatabaseClock.now())
            .set(audit(in, End::actor))
            .where(SPONSORED_TRANSACTIONS.ID.eq(in.value(SPONSORED_TRANSACTIONS.ID, End::id)))
            .and(
                SPONSORED_TRANSACTIONS.STATUS.in(
                    completion.from().stream().map(DSL::inline).toList()))
            .returning(SponsoredTransactionTable.TABLE.fields());
    var transaction = name("completed").as(completed);
    return with(transaction)
        .with(name("account").as(settling(transaction)))
        .select(transaction.fields())
        .from(transaction);
  }

  /** Ends reservations and books costs, given a table with one row per account. */
  private static ResultQuery<?> settling(Table<?> completed) {
    return DSL.update(SPONSOR_DAILY_BUDGETS)
        .set(
            SPONSOR_DAILY_BUDGETS.RESERVED,
            SPONSOR_DAILY_BUDGETS.RESERVED.minus(
                columnOf(completed, SPONSORED_TRANSACTIONS.RESERVED_AMOUNT)))
        .set(
            SPONSOR_DAILY_BUDGETS.SPENT,
            SPONSOR_DAILY_BUDGETS.SPENT.plus(
                coalesce(
                    columnOf(completed, SPONSORED_TRANSACTIONS.SPENT_AMOUNT),
                    inline(BigInteger.ZERO))))
        .set(SPONSOR_DAILY_BUDGETS.MTIME, DatabaseClock.laterThan(SPONSOR_DAILY_BUDGETS.MTIME))
        .from(completed)
        .where(isAccountOf(completed))
        .returning(SPONSOR_DAILY_BUDGETS.SPONSOR_ID);
  }

  private static Query expiring(Parameters<Expiry> in, Results<SponsoredTransactionId> out) {
    var stale =
        name("stale")
            .as(
                select(
                        SPONSORED_TRANSACTIONS.ID,
                        SPONSORED_TRANSACTIONS.SPONSOR_ID,
                        SPONSORED_TRANSACTIONS.BUDGET_DATE,
                        SPONSORED_TRANSACTIONS.RESERVED_AMOUNT)
                    .from(SPONSORED_TRANSACTIONS)
                    .where(
                        SPONSORED_TRANSACTIONS.STATUS.eq(
                            inline(SponsoredTransactionStatus.PENDING)))
                    .and(
                        SPONSORED_TRANSACTIONS.EXPIRES_AT.le(
                            in.value(SPONSORED_TRANSACTIONS.EXPIRES_AT, Expiry::until)))
                    .orderBy(SPONSORED_TRANSACTIONS.EXPIRES_AT)
                    .limit(in.number(Expiry::rows))
                    .forNoKeyUpdate()
                    .skipLocked());
    var locked =
        name("locked")
            .as(
                select(SPONSOR_DAILY_BUDGETS.SPONSOR_ID, SPONSOR_DAILY_BUDGETS.BUDGET_DATE)
                    .from(SPONSOR_DAILY_BUDGETS)
                    .where(exists(selectOne().from(stale).where(isAccountOf(stale))))
                    .orderBy(SPONSOR_DAILY_BUDGETS.SPONSOR_ID, SPONSOR_DAILY_BUDGETS.BUDGET_DATE)
                    .forNoKeyUpdate());
    Field<SponsorId> sponsorId = columnOf(stale, SPONSORED_TRANSACTIONS.SPONSOR_ID);
    Field<LocalDate> date = columnOf(stale, SPONSORED_TRANSACTIONS.BUDGET_DATE);
    var freed =
        name("freed")
            .as(
                select(
                        sponsorId,
                        date,
                        cast(
                                sum(columnOf(stale, SPONSORED_TRANSACTIONS.RESERVED_AMOUNT)),
                                SPONSORED_TRANSACTIONS.RESERVED_AMOUNT)
                            .as(SPONSORED_TRANSACTIONS.RESERVED_AMOUNT),
                        inline(BigInteger.ZERO).as(SPONSORED_TRANSACTIONS.SPENT_AMOUNT))
                    .from(stale)
                    .join(locked)
                    .on(columnOf(locked, SPONSOR_DAILY_BUDGETS.SPONSOR_ID).eq(sponsorId))
                    .and(columnOf(locked, SPONSOR_DAILY_BUDGETS.BUDGET_DATE).eq(date))
                    .groupBy(sponsorId, date));
    return with(stale)
        .with(locked)
        .with(freed)
        .with(name("account").as(settling(freed)))
        .update(SPONSORED_TRANSACTIONS)
        .set(SPONSORED_TRANSACTIONS.STATUS, inline(SponsoredTransactionStatus.FAILED))
        .set(
            SPONSORED_TRANSACTIONS.FAILURE_REASON,
            in.value(SPONSORED_TRANSACTIONS.FAILURE_REASON, expiry -> PENDING_TOO_LONG))
        .set(SPONSORED_TRANSACTIONS.COMPLETED_AT, DatabaseClock.now())
        .set(audit(in, Expiry::actor))
        .from(stale)
        .where(SPONSORED_TRANSACTIONS.ID.eq(columnOf(stale, SPONSORED_TRANSACTIONS.ID)))
        .returning(out.only(SPONSORED_TRANSACTIONS.ID));
  }

  private static <P> Map<Field<?>, Object> audit(
      Parameters<P> in, Function<? super P, @Nullable ActorId> actor) {
    return AuditUpdate.of(in, SPONSORED_TRANSACTIONS.MTIME, SPONSORED_TRANSACTIONS.MID, actor);
  }

  private static Condition isAccountOf(Table<?> transactions) {
    return SPONSOR_DAILY_BUDGETS
        .SPONSOR_ID
        .eq(columnOf(transactions, SPONSORED_TRANSACTIONS.SPONSOR_ID))
        .and(
            SPONSOR_DAILY_BUDGETS.BUDGET_DATE.eq(
                columnOf(transactions, SPONSORED_TRANSACTIONS.BUDGET_DATE)));
  }
}
