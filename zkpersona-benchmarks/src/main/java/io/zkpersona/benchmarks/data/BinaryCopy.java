package io.zkpersona.benchmarks.data;

import io.zkpersona.domain.behavior.BehaviorInput;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Iterator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/**
 * Writes rows in PostgreSQL's binary COPY format. Serves as baseline for bulk inserts and fills the
 * table.
 */
public final class BinaryCopy {

  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
  };
  private static final long SECONDS_TO_2000 = 946_684_800L;
  private static final int BUFFER = 65_536;
  private static final String COLUMNS =
      "id, user_id, behavior_session_id, session_id, input_data, input_type, source,"
          + " \"timestamp\", processed, cid, mid";
  private static final int COLUMN_COUNT = 11;

  private final DataOutputStream out;

  private BinaryCopy(DataOutputStream out) {
    this.out = out;
  }

  /** Inserts rows; the database sets their creation and modification times. */
  public static void insert(Connection connection, Iterator<BehaviorInput> rows)
      throws SQLException {
    copy(connection, "COPY behavior_inputs (" + COLUMNS + ") FROM STDIN (FORMAT binary)", rows, 0);
  }

  /** Inserts rows like {@link #load}, into a table truncated by the same transaction. */
  static void fill(Connection connection, Iterator<BehaviorInput> rows) throws SQLException {
    copy(
        connection,
        "COPY behavior_inputs ("
            + COLUMNS
            + ", ctime, mtime) FROM STDIN (FORMAT binary, FREEZE true)",
        rows,
        2);
  }

  /** Inserts rows unchanged, including their times. */
  public static void load(Connection connection, Iterator<BehaviorInput> rows) throws SQLException {
    copy(
        connection,
        "COPY behavior_inputs (" + COLUMNS + ", ctime, mtime) FROM STDIN (FORMAT binary)",
        rows,
        2);
  }

  private static void copy(
      Connection connection, String sql, Iterator<BehaviorInput> rows, int times)
      throws SQLException {
    try (PGCopyOutputStream copy =
            new PGCopyOutputStream(connection.unwrap(PGConnection.class), sql, BUFFER);
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(copy, BUFFER))) {
      out.write(SIGNATURE);
      out.writeInt(0);
      out.writeInt(0);
      BinaryCopy writer = new BinaryCopy(out);
      while (rows.hasNext()) {
        BehaviorInput row = rows.next();
        out.writeShort(COLUMN_COUNT + times);
        writer.row(row);
        if (times > 0) {
          writer.instant(row.audit().createdAt());
          writer.instant(row.audit().modifiedAt());
        }
      }
      out.writeShort(-1);
    } catch (IOException e) {
      throw new SQLException("COPY broke off", e);
    }
  }

  private void row(BehaviorInput row) throws IOException {
    id(row.id().value());
    id(InputRows.uuid(row.userId()));
    id(InputRows.uuid(row.behaviorSessionId()));
    text(row.sessionId() == null ? null : row.sessionId().value());
    json(row.inputData().text());
    text(row.inputType().value());
    text(row.source().value());
    instant(row.timestamp());
    out.writeInt(1);
    out.writeByte(row.processed() ? 1 : 0);
    id(InputRows.uuid(row.audit().createdBy()));
    id(InputRows.uuid(row.audit().modifiedBy()));
  }

  private void id(@Nullable UUID id) throws IOException {
    if (id == null) {
      out.writeInt(-1);
    } else {
      out.writeInt(16);
      out.writeLong(id.getMostSignificantBits());
      out.writeLong(id.getLeastSignificantBits());
    }
  }

  private void text(@Nullable String text) throws IOException {
    if (text == null) {
      out.writeInt(-1);
    } else {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  private void json(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length + 1);
    out.writeByte(1);
    out.write(bytes);
  }

  private void instant(Instant instant) throws IOException {
    out.writeInt(8);
    out.writeLong(
        (instant.getEpochSecond() - SECONDS_TO_2000) * 1_000_000L + instant.getNano() / 1_000);
  }
}
