package io.zkpersona.storage.internal.sponsorship;

import static io.zkpersona.storage.internal.query.Builtins.sum;
import static io.zkpersona.storage.internal.query.StatementParts.columnOf;
import static io.zkpersona.storage.internal.tables.tables.SponsorDailyBudgets.SPONSOR_DAILY_BUDGETS;
import static io.zkpersona.storage.internal.tables.tables.SponsoredTransactions.SPONSORED_TRANSACTIONS;
import static io.zkpersona.storage.internal.tables.tables.Sponsors.SPONSORS;
import static org.jooq.impl.DSL.cast;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.with;

import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.sponsorship.SponsorStatus;
import io.zkpersona.domain.sponsorship.SponsoredTransactionStatus;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.Touch;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.ResultQuery;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * The statements that change a transaction and its sponsor's account together. The comment of each
 * method lists the values that a call binds, in order.
 */
final class SponsorshipStatements {

  private static final List<SelectField<?>> TRANSACTION = SponsoredTransactionTable.TABLE.fields();

  private SponsorshipStatements() {}

  /**
   * Binds sponsor, amount, id, user, gas limit, gas price, expiry, actor. Returns the transaction;
   * no row if the sponsor does not exist, is suspended or has not enough budget.
   *
   * <p>The account's row serves as the lock: each reservation sees the account as the previous one
   * left it.
   */
  static Query reserve(Params params) {
    var sponsorId = params.value(SPONSOR_DAILY_BUDGETS.SPONSOR_ID);
    Param<BigInteger> amount = params.value(SPONSOR_DAILY_BUDGETS.RESERVED);
    var account = name("account").as(holding(sponsorId, amount));
    var id = params.value(SPONSORED_TRANSACTIONS.ID);
    var userId = params.value(SPONSORED_TRANSACTIONS.USER_ID);
    var gasLimit = params.value(SPONSORED_TRANSACTIONS.GAS_LIMIT);
    var gasPrice = params.value(SPONSORED_TRANSACTIONS.GAS_PRICE);
    var expiresAt = params.value(SPONSORED_TRANSACTIONS.EXPIRES_AT);
    var actor = params.value(SPONSORED_TRANSACTIONS.CID);
    return with(account)
        .insertInto(
            SPONSORED_TRANSACTIONS,
            SPONSORED_TRANSACTIONS.ID,
            SPONSORED_TRANSACTIONS.USER_ID,
            SPONSORED_TRANSACTIONS.SPONSOR_ID,
            SPONSORED_TRANSACTIONS.BUDGET_DATE,
            SPONSORED_TRANSACTIONS.BLOCKCHAIN_NETWORK,
            SPONSORED_TRANSACTIONS.GAS_LIMIT,
            SPONSORED_TRANSACTIONS.GAS_PRICE,
            SPONSORED_TRANSACTIONS.RESERVED_AMOUNT,
            SPONSORED_TRANSACTIONS.EXPIRES_AT,
            SPONSORED_TRANSACTIONS.CID,
            SPONSORED_TRANSACTIONS.MID)
        .select(
            select(
                    id,
                    userId,
                    SPONSORS.ID,
                    columnOf(account, SPONSOR_DAILY_BUDGETS.BUDGET_DATE),
                    SPONSORS.BLOCKCHAIN_NETWORK,
                    gasLimit,
                    gasPrice,
                    amount,
                    expiresAt,
                    actor,
                    actor)
                .from(account)
                .join(SPONSORS)
                .on(SPONSORS.ID.eq(columnOf(account, SPONSOR_DAILY_BUDGETS.SPONSOR_ID))))
        .returning(TRANSACTION);
  }

  /**
   * Opens the account of the day with the amount, or adds the amount to it, if the budget suffices.
   */
  private static ResultQuery<?> holding(Field<SponsorId> sponsorId, Field<BigInteger> amount) {
    Condition opened =
        exists(
            selectOne()
                .from(SPONSOR_DAILY_BUDGETS)
                .where(SPONSOR_DAILY_BUDGETS.SPONSOR_ID.eq(SPONSORS.ID))
                .and(SPONSOR_DAILY_BUDGETS.BUDGET_DATE.eq(DatabaseClock.today())));
    return DSL.insertInto(
            SPONSOR_DAILY_BUDGETS,
            SPONSOR_DAILY_BUDGETS.SPONSOR_ID,
            SPONSOR_DAILY_BUDGETS.BUDGET_DATE,
            SPONSOR_DAILY_BUDGETS.BUDGET,
            SPONSOR_DAILY_BUDGETS.RESERVED)
        .select(
            select(SPONSORS.ID, DatabaseClock.today(), SPONSORS.DAILY_BUDGET, amount)
                .from(SPONSORS)
                .where(SPONSORS.ID.eq(sponsorId))
                .and(SPONSORS.STATUS.eq(inline(SponsorStatus.ACTIVE)))
                .and(SPONSORS.DAILY_BUDGET.ge(amount).or(opened)))
        .onConflict(SPONSOR_DAILY_BUDGETS.SPONSOR_ID, SPONSOR_DAILY_BUDGETS.BUDGET_DATE)
        .doUpdate()
        .set(SPONSOR_DAILY_BUDGETS.RESERVED, SPONSOR_DAILY_BUDGETS.RESERVED.plus(amount))
        .set(SPONSOR_DAILY_BUDGETS.MTIME, DatabaseClock.laterThan(SPONSOR_DAILY_BUDGETS.MTIME))
        .where(
            SPONSOR_DAILY_BUDGETS
                .RESERVED
                .plus(SPONSOR_DAILY_BUDGETS.SPENT)
                .plus(amount)
                .le(SPONSOR_DAILY_BUDGETS.BUDGET))
        .returning(SPONSOR_DAILY_BUDGETS.SPONSOR_ID, SPONSOR_DAILY_BUDGETS.BUDGET_DATE);
  }

  /** Binds hash, actor, id. Returns the transaction; no row if it is not pending. */
  static Query submit(Params params) {
    return DSL.update(SPONSORED_TRANSACTIONS)
        .set(SPONSORED_TRANSACTIONS.STATUS, inline(SponsoredTransactionStatus.SUBMITTED))
        .set(
            SPONSORED_TRANSACTIONS.TRANSACTION_HASH,
            params.value(SPONSORED_TRANSACTIONS.TRANSACTION_HASH))
        .set(SPONSORED_TRANSACTIONS.SUBMITTED_AT, DatabaseClock.now())
        .set(touch(params))
        .where(SPONSORED_TRANSACTIONS.ID.eq(params.value(SPONSORED_TRANSACTIONS.ID)))
        .and(SPONSORED_TRANSACTIONS.STATUS.eq(inline(SponsoredTransactionStatus.PENDING)))
        .returning(TRANSACTION);
  }

  /** The ways in which a transaction ends. */
  enum Completion {
    /** From submitted, at a cost. */
    CONFIRM(SponsoredTransactionStatus.CONFIRMED),
    /** From submitted, for a reason, at a cost. */
    FAIL_AT_COST(SponsoredTransactionStatus.FAILED),
    /** From pending or submitted, for a reason. */
    FAIL(SponsoredTransactionStatus.FAILED);

    final SponsoredTransactionStatus to;

    Completion(SponsoredTransactionStatus to) {
      this.to = to;
    }

    private List<SponsoredTransactionStatus> from() {
      return this == FAIL
          ? List.of(SponsoredTransactionStatus.PENDING, SponsoredTransactionStatus.SUBMITTED)
          : List.of(SponsoredTransactionStatus.SUBMITTED);
    }
  }

  /**
   * Binds the reason unless confirmed, gas used and price if there is a cost, actor, id. Returns
   * the transaction; no row if its status does not allow this completion.
   */
  static Query complete(Completion completion, Params params) {
    Map<Field<?>, Object> values = new LinkedHashMap<>();
    if (completion != Completion.CONFIRM) {
      Field<String> reason = SPONSORED_TRANSACTIONS.FAILURE_REASON;
      values.put(reason, params.value(reason));
    }
    if (completion != Completion.FAIL) {
      Field<Long> gasUsed = params.value(SPONSORED_TRANSACTIONS.GAS_USED);
      Field<BigInteger> gasPrice = SPONSORED_TRANSACTIONS.GAS_PRICE;
      values.put(SPONSORED_TRANSACTIONS.GAS_USED, gasUsed);
      values.put(
          SPONSORED_TRANSACTIONS.SPENT_AMOUNT,
          coalesce(params.value(gasPrice), gasPrice).times(cast(gasUsed, gasPrice)));
    }
    var completed =
        DSL.update(SPONSORED_TRANSACTIONS)
            .set(values)
            .set(SPONSORED_TRANSACTIONS.STATUS, inline(completion.to))
            .set(SPONSORED_TRANSACTIONS.COMPLETED_AT, DatabaseClock.now())
            .set(touch(params))
            .where(SPONSORED_TRANSACTIONS.ID.eq(params.value(SPONSORED_TRANSACTIONS.ID)))
            .and(
                SPONSORED_TRANSACTIONS.STATUS.in(
                    completion.from().stream().map(DSL::inline).toList()))
            .returning(TRANSACTION);
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

  /**
   * Binds the time, the maximum number, reason, actor. Returns the ids of the failed transactions.
   *
   * <p>All calls lock accounts in the same order; transactions locked by others are skipped.
   */
  static Query expire(Params params) {
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
                            params.value(SPONSORED_TRANSACTIONS.EXPIRES_AT)))
                    .orderBy(SPONSORED_TRANSACTIONS.EXPIRES_AT)
                    .limit(params.rows())
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
            params.value(SPONSORED_TRANSACTIONS.FAILURE_REASON))
        .set(SPONSORED_TRANSACTIONS.COMPLETED_AT, DatabaseClock.now())
        .set(touch(params))
        .from(stale)
        .where(SPONSORED_TRANSACTIONS.ID.eq(columnOf(stale, SPONSORED_TRANSACTIONS.ID)))
        .returning(SPONSORED_TRANSACTIONS.ID);
  }

  private static Map<Field<?>, Object> touch(Params params) {
    return Touch.of(params, SPONSORED_TRANSACTIONS.MTIME, SPONSORED_TRANSACTIONS.MID);
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
