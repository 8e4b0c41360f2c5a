package io.zkpersona.benchmarks.candidate.ordinary;

import io.zkpersona.benchmarks.candidate.raw.Jdbc;
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
import java.time.LocalDate;
import java.util.Objects;

/** Sponsored transactions and the accounts of their sponsors. */
final class OrdinarySponsorship {

  private static final String LATER =
      "mtime = greatest(clock_timestamp(), mtime + interval '1 microsecond')";
  private static final String SPONSOR =
      "SELECT blockchain_network, daily_budget, (now() AT TIME ZONE 'UTC')::date FROM sponsors"
          + " WHERE id = ? AND status = 'active'";
  private static final String OPEN =
      "INSERT INTO sponsor_daily_budgets (sponsor_id, budget_date, budget) VALUES (?, ?, ?)"
          + " ON CONFLICT DO NOTHING";
  private static final String HOLD =
      "UPDATE sponsor_daily_budgets SET reserved = reserved + ?, "
          + LATER
          + " WHERE sponsor_id = ? AND budget_date = ? AND reserved + spent + ? <= budget";
  private static final String INSERT =
      "INSERT INTO sponsored_transactions (id, user_id, sponsor_id, budget_date,"
          + " blockchain_network, gas_limit, gas_price, reserved_amount, expires_at)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING "
          + SponsoredRows.COLUMNS;
  private static final String SUBMIT =
      "UPDATE sponsored_transactions SET status = 'submitted', transaction_hash = ?,"
          + " submitted_at = now(), mid = NULL, "
          + LATER
          + " WHERE id = ? AND status = 'pending' RETURNING "
          + SponsoredRows.COLUMNS;
  private static final String CONFIRM =
      "UPDATE sponsored_transactions SET status = 'confirmed', gas_used = ?,"
          + " spent_amount = coalesce(?, gas_price) * ?::numeric, completed_at = now(),"
          + " mid = NULL, "
          + LATER
          + " WHERE id = ? AND status = 'submitted' RETURNING "
          + SponsoredRows.COLUMNS;
  private static final String SETTLE =
      "UPDATE sponsor_daily_budgets SET reserved = reserved - ?, spent = spent + ?, "
          + LATER
          + " WHERE sponsor_id = ? AND budget_date = ?";

  private OrdinarySponsorship() {}

  private record Payer(String network, BigDecimal budget, LocalDate today) {}

  static SponsoredTransaction reserve(Connection connection, ReserveSponsorshipRequest request)
      throws SQLException {
    BigDecimal amount = new BigDecimal(request.amount());
    Payer payer =
        Jdbc.query(
            connection,
            SPONSOR,
            statement -> InputRows.bindId(statement, 1, request.sponsorId().value()),
            result ->
                Jdbc.only(
                    result,
                    row ->
                        new Payer(
                            row.getString(1),
                            row.getBigDecimal(2),
                            row.getObject(3, LocalDate.class))));
    Jdbc.update(
        connection,
        OPEN,
        statement -> {
          InputRows.bindId(statement, 1, request.sponsorId().value());
          statement.setObject(2, payer.today);
          statement.setBigDecimal(3, payer.budget);
        });
    int held =
        Jdbc.update(
            connection,
            HOLD,
            statement -> {
              statement.setBigDecimal(1, amount);
              InputRows.bindId(statement, 2, request.sponsorId().value());
              statement.setObject(3, payer.today);
              statement.setBigDecimal(4, amount);
            });
    if (held == 0) {
      throw Jdbc.refused();
    }
    return Jdbc.changed(
        connection,
        INSERT,
        statement -> {
          InputRows.bindId(statement, 1, SponsoredTransactionId.generate().value());
          InputRows.bindId(statement, 2, InputRows.uuid(request.userId()));
          InputRows.bindId(statement, 3, request.sponsorId().value());
          statement.setObject(4, payer.today);
          statement.setString(5, payer.network);
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
    SponsoredTransaction confirmed =
        Jdbc.changed(
            connection,
            CONFIRM,
            statement -> {
              statement.setLong(1, cost.gasUsed());
              statement.setBigDecimal(2, SponsoredRows.decimal(cost.effectiveGasPrice()));
              statement.setLong(3, cost.gasUsed());
              InputRows.bindId(statement, 4, id.value());
            },
            SponsoredRows::read);
    Jdbc.update(
        connection,
        SETTLE,
        statement -> {
          statement.setBigDecimal(1, new BigDecimal(confirmed.reservedAmount()));
          statement.setBigDecimal(
              2, new BigDecimal(Objects.requireNonNull(confirmed.spentAmount())));
          InputRows.bindId(statement, 3, confirmed.sponsorId().value());
          statement.setObject(4, confirmed.budgetDate());
        });
    return confirmed;
  }
}
