package io.zkpersona.storage.internal.sponsorship;

import static io.zkpersona.storage.internal.query.Portable.exists;
import static io.zkpersona.storage.internal.query.StatementParts.columnOf;
import static io.zkpersona.storage.internal.tables.tables.SponsorDailyBudgets.SPONSOR_DAILY_BUDGETS;
import static io.zkpersona.storage.internal.tables.tables.SponsoredTransactions.SPONSORED_TRANSACTIONS;
import static io.zkpersona.storage.internal.tables.tables.Sponsors.SPONSORS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.with;

import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.id.SponsoredTransactionId;
import io.zkpersona.domain.sponsorship.ReserveSponsorshipRequest;
import io.zkpersona.domain.sponsorship.SponsorStatus;
import io.zkpersona.domain.sponsorship.SponsoredTransaction;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Statement;
import java.math.BigInteger;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.ResultQuery;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** A reservation of an amount of a sponsor's budget for a transaction. */
record Reservation(
    SponsoredTransactionId id, ReserveSponsorshipRequest request, @Nullable ActorId actor) {

  /**
   * Reserves the amount and inserts the transaction, if the sponsor exists, is active and has
   * enough budget.
   *
   * <p>The account's row serves as the lock: each reservation sees the account as the previous one
   * left it.
   */
  static final Statement<Reservation, SponsoredTransaction> RESERVE =
      Statement.of(
          SponsoredTransactionTable.TABLE.operation("reserve"),
          SponsoredTransactionTable.TABLE,
          Reservation::reserving);

  private static Query reserving(Parameters<Reservation> in) {
    Parameters<ReserveSponsorshipRequest> request = in.of(Reservation::request);
    var sponsorId =
        request.value(SPONSOR_DAILY_BUDGETS.SPONSOR_ID, ReserveSponsorshipRequest::sponsorId);
    Field<BigInteger> amount =
        request.value(SPONSOR_DAILY_BUDGETS.RESERVED, ReserveSponsorshipRequest::amount);
    var id = in.value(SPONSORED_TRANSACTIONS.ID, Reservation::id);
    var userId = request.value(SPONSORED_TRANSACTIONS.USER_ID, ReserveSponsorshipRequest::userId);
    var gasLimit =
        request.value(SPONSORED_TRANSACTIONS.GAS_LIMIT, ReserveSponsorshipRequest::gasLimit);
    var gasPrice =
        request.value(SPONSORED_TRANSACTIONS.GAS_PRICE, ReserveSponsorshipRequest::gasPrice);
    var expiresAt =
        request.value(SPONSORED_TRANSACTIONS.EXPIRES_AT, ReserveSponsorshipRequest::expiresAt);
    var actor = in.value(SPONSORED_TRANSACTIONS.CID, Reservation::actor);
    var account = name("account").as(holding(sponsorId, amount));
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
                .on(SPONSORS.ID.eq(columnOf(account, SPONSOR_DAILY_BUDGETS.SPONSOR_ID)))
                .where(DatabaseClock.runs()))
        .returning(SponsoredTransactionTable.TABLE.fields());
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
                .and(SPONSORS.DAILY_BUDGET.ge(amount).or(opened))
                .and(DatabaseClock.runs()))
        .onConflict(SPONSOR_DAILY_BUDGETS.SPONSOR_ID, SPONSOR_DAILY_BUDGETS.BUDGET_DATE)
        .doUpdate()
        .set(SPONSOR_DAILY_BUDGETS.RESERVED, SPONSOR_DAILY_BUDGETS.RESERVED.plus(amount))
        .set(
            SPONSOR_DAILY_BUDGETS.MTIME,
            DatabaseClock.excludedOrLaterThan(SPONSOR_DAILY_BUDGETS.MTIME))
        .where(
            SPONSOR_DAILY_BUDGETS
                .RESERVED
                .plus(SPONSOR_DAILY_BUDGETS.SPENT)
                .plus(amount)
                .le(SPONSOR_DAILY_BUDGETS.BUDGET))
        .returning(SPONSOR_DAILY_BUDGETS.SPONSOR_ID, SPONSOR_DAILY_BUDGETS.BUDGET_DATE);
  }
}
