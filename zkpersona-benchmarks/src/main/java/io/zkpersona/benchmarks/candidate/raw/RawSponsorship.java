package io.zkpersona.benchmarks.candidate.raw;

import io.zkpersona.benchmarks.data.InputRows;
import io.zkpersona.benchmarks.data.SponsoredRows;
import io.zkpersona.domain.id.SponsoredTransactionId;
import io.zkpersona.domain.sponsorship.GasCost;
import io.zkpersona.domain.sponsorship.ReserveSponsorshipRequest;
import io.zkpersona.domain.sponsorship.SponsoredTransaction;
import io.zkpersona.domain.sponsorship.TransactionHash;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;

/** Sponsored transactions in plain JDBC, one statement a call. */
final class RawSponsorship {

  private static final String TOUCH =
      ", mid = NULL, mtime = greatest(clock_timestamp(), mtime + interval '1 microsecond')";
  private static final String RESERVE =
      "WITH account AS (INSERT INTO sponsor_daily_budgets AS b"
          + " (sponsor_id, budget_date, budget, reserved)"
          + " SELECT s.id, (now() AT TIME ZONE 'UTC')::date, s.daily_budget, ?::numeric"
          + " FROM sponsors AS s WHERE s.id = ? AND s.status = 'active'"
          + " AND (s.daily_budget >= ? OR EXISTS (SELECT FROM sponsor_daily_budgets AS o"
          + " WHERE o.sponsor_id = s.id AND o.budget_date = (now() AT TIME ZONE 'UTC')::date))"
          + " ON CONFLICT (sponsor_id, budget_date) DO UPDATE"
          + " SET reserved = b.reserved + excluded.reserved,"
          + " mtime = greatest(clock_timestamp(), b.mtime + interval '1 microsecond')"
          + " WHERE b.reserved + b.spent + excluded.reserved <= b.budget"
          + " RETURNING sponsor_id, budget_date)"
          + " INSERT INTO sponsored_transactions (id, user_id, gas_limit, gas_price,"
          + " reserved_amount, expires_at, sponsor_id, budget_date, blockchain_network)"
          + " SELECT ?::uuid, ?::uuid, ?::bigint, ?::numeric, ?::numeric, ?::timestamptz, s.id,"
          + " budget_date, s.blockchain_network FROM account JOIN sponsors AS s ON s.id = sponsor_id"
          + " RETURNING "
          + SponsoredRows.COLUMNS;
  private static final String SUBMIT =
      "UPDATE sponsored_transactions SET status = 'submitted', transaction_hash = ?,"
          + " submitted_at = now()"
          + TOUCH
          + " WHERE id = ? AND status = 'pending' RETURNING "
          + SponsoredRows.COLUMNS;
  private static final String CONFIRM =
      "WITH completed AS (UPDATE sponsored_transactions SET status = 'confirmed', gas_used = ?,"
          + " spent_amount = coalesce(?, gas_price) * ?::numeric, completed_at = now()"
          + TOUCH
          + " WHERE id = ? AND status = 'submitted' RETURNING *),"
          + " account AS (UPDATE sponsor_daily_budgets AS b"
          + " SET reserved = b.reserved - completed.reserved_amount,"
          + " spent = b.spent + completed.spent_amount,"
          + " mtime = greatest(clock_timestamp(), b.mtime + interval '1 microsecond')"
          + " FROM completed WHERE b.sponsor_id = completed.sponsor_id"
          + " AND b.budget_date = completed.budget_date)"
          + " SELECT "
          + SponsoredRows.COLUMNS
          + " FROM completed";

  private RawSponsorship() {}

  static SponsoredTransaction reserve(Connection connection, ReserveSponsorshipRequest request)
      throws SQLException {
    BigDecimal amount = new BigDecimal(request.amount());
    return Jdbc.changed(
        connection,
        RESERVE,
        statement -> {
          statement.setBigDecimal(1, amount);
          InputRows.bindId(statement, 2, request.sponsorId().value());
          statement.setBigDecimal(3, amount);
          InputRows.bindId(statement, 4, SponsoredTransactionId.generate().value());
          InputRows.bindId(statement, 5, InputRows.uuid(request.userId()));
          statement.setLong(6, request.gasLimit());
          statement.setBigDecimal(7, new BigDecimal(request.gasPrice()));
          statement.setBigDecimal(8, amount);
          InputRows.bindInstant(statement, 9, request.expiresAt());
        },
        SponsoredRows::read);
  }

  static SponsoredTransaction submit(
      Connection connection, SponsoredTransactionId id, TransactionHash hash) throws SQLException {
    return Jdbc.changed(
        connection,
        SUBMIT,
        statement -> {
          statement.setString(1, hash.value());
          InputRows.bindId(statement, 2, id.value());
        },
        SponsoredRows::read);
  }

  static SponsoredTransaction confirm(
      Connection connection, SponsoredTransactionId id, GasCost cost) throws SQLException {
    return Jdbc.changed(
        connection,
        CONFIRM,
        statement -> {
          statement.setLong(1, cost.gasUsed());
          statement.setBigDecimal(2, SponsoredRows.decimal(cost.effectiveGasPrice()));
          statement.setLong(3, cost.gasUsed());
          InputRows.bindId(statement, 4, id.value());
        },
        SponsoredRows::read);
  }
}
