package io.zkpersona.storage.internal.mapping;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** A point in time, exact to the microsecond. */
final class InstantCodec extends BaseCodec<Instant> {

  InstantCodec() {
    super(Instant.class, "timestamptz");
  }

  @Override
  Object toDriver(Instant value) {
    return OffsetDateTime.ofInstant(value, ZoneOffset.UTC);
  }

  @Override
  Object toElement(Instant value) {
    return DateText.of(value);
  }

  @Override
  void writeValue(BinaryWriter out, Instant value) {
    out.instant(value);
  }

  @Override
  public void bind(PreparedStatement statement, int position, @Nullable Instant value)
      throws SQLException {
    if (value == null) {
      bindNull(statement, position, Types.TIMESTAMP_WITH_TIMEZONE);
    } else {
      statement.setObject(position, toDriver(value), Types.TIMESTAMP_WITH_TIMEZONE);
    }
  }

  /**
   * Decodes the bytes that the server sent. The driver would build calendar fields from them, which
   * for a row with three times takes longer than all its other columns. The driver still reads
   * times sent as text and those at the limits of the server's calendar.
   *
   * @throws DateTimeException if the time is infinite
   */
  @Override
  public @Nullable Instant read(ResultSet row, int position) throws SQLException {
    byte[] sent = row.getBytes(position);
    if (sent == null) {
      return null;
    }
    if (BinaryInstant.isOne(sent)) {
      return BinaryInstant.read(sent);
    }
    OffsetDateTime read = row.getObject(position, OffsetDateTime.class);
    if (read.equals(OffsetDateTime.MAX) || read.equals(OffsetDateTime.MIN)) {
      throw new DateTimeException("infinite");
    }
    return read.toInstant();
  }
}
