package io.zkpersona.benchmarks.data;

import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.id.SponsoredTransactionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.sponsorship.SponsoredTransaction;
import io.zkpersona.domain.sponsorship.SponsoredTransactionStatus;
import io.zkpersona.domain.sponsorship.TransactionHash;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sponsored transactions as they are stored. */
public final class SponsoredRows {

  /** The columns, in the order that {@link #read} expects. */
  public static final String COLUMNS =
      "id, user_id, sponsor_id, budget_date, blockchain_network, transaction_hash, gas_limit,"
          + " gas_used, gas_price, reserved_amount, spent_amount, status, failure_reason,"
          + " expires_at, submitted_at, completed_at, cid, ctime, mid, mtime";

  private SponsoredRows() {}

  /** Reads the current row of a result. */
  public static SponsoredTransaction read(ResultSet row) throws SQLException {
    UUID user = row.getObject(2, UUID.class);
    String hash = row.getString(6);
    BigDecimal spent = row.getBigDecimal(11);
    return new SponsoredTransaction(
        new SponsoredTransactionId(row.getObject(1, UUID.class)),
        user == null ? null : new UserId(user),
        new SponsorId(row.getObject(3, UUID.class)),
        row.getObject(4, LocalDate.class),
        row.getString(5),
        hash == null ? null : new TransactionHash(hash),
        row.getLong(7),
        row.getObject(8, Long.class),
        amount(row, 9),
        amount(row, 10),
        spent == null ? null : spent.toBigIntegerExact(),
        SponsoredTransactionStatus.fromValue(row.getString(12)),
        row.getString(13),
        InputRows.instant(row, 14),
        nullableInstant(row, 15),
        nullableInstant(row, 16),
        InputRows.audit(row, 17));
  }

  /** Returns an amount as it is bound. */
  public static @Nullable BigDecimal decimal(@Nullable BigInteger amount) {
    return amount == null ? null : new BigDecimal(amount);
  }

  private static BigInteger amount(ResultSet row, int position) throws SQLException {
    return row.getBigDecimal(position).toBigIntegerExact();
  }

  private static @Nullable Instant nullableInstant(ResultSet row, int position)
      throws SQLException {
    OffsetDateTime time = row.getObject(position, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
