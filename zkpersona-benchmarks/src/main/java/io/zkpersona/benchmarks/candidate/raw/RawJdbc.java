package io.zkpersona.benchmarks.candidate.raw;

import io.zkpersona.benchmarks.candidate.Candidate;
import io.zkpersona.benchmarks.candidate.Lifecycle;
import io.zkpersona.benchmarks.data.Found;
import io.zkpersona.benchmarks.data.InputRows;
import io.zkpersona.benchmarks.data.PageQuery;
import io.zkpersona.benchmarks.data.Position;
import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.behavior.BehaviorAnalyticsSummary;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.BehaviorInputId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Plain JDBC with prepared statements and columns read by index: the baseline of all comparisons.
 */
public final class RawJdbc implements Candidate {

  private static final int BATCH = 1_000;
  private static final String SELECT = "SELECT " + InputRows.COLUMNS + " FROM behavior_inputs ";
  private static final String INSERT =
      "INSERT INTO behavior_inputs ("
          + InputRows.INSERTED
          + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String NEWEST = "ORDER BY \"timestamp\" DESC, id DESC LIMIT ? OFFSET ?";
  private static final String FILTER =
      "WHERE user_id = ? AND \"timestamp\" >= ? AND \"timestamp\" < ? ";
  private static final String LATER =
      "greatest(clock_timestamp(), mtime + interval '1 microsecond')";
  private static final String UPDATE =
      "UPDATE behavior_inputs SET user_id = ?, behavior_session_id = ?, session_id = ?,"
          + " input_data = ?, input_type = ?, source = ?, \"timestamp\" = ?, processed = ?,"
          + " mid = ?, mtime = "
          + LATER
          + " WHERE id = ? AND mtime = ? RETURNING cid, ctime, mtime";

  private final Jdbc jdbc;
  private final RawLifecycle lifecycle;

  /** Creates the candidate on the caller's pool. */
  public RawJdbc(DataSource pool) {
    this.jdbc = new Jdbc(pool);
    this.lifecycle = new RawLifecycle(pool);
  }

  @Override
  public BehaviorInput find(BehaviorInputId id) {
    return jdbc.run(connection -> find(connection, id));
  }

  /** Returns the row with this id, which must exist. */
  static BehaviorInput find(Connection connection, BehaviorInputId id) throws SQLException {
    return find(connection, SELECT + "WHERE id = ?", id);
  }

  /** Returns and locks the row with this id, which must exist. */
  static BehaviorInput lock(Connection connection, BehaviorInputId id) throws SQLException {
    return find(connection, SELECT + "WHERE id = ? FOR NO KEY UPDATE", id);
  }

  private static BehaviorInput find(Connection connection, String sql, BehaviorInputId id)
      throws SQLException {
    return Jdbc.query(
        connection,
        sql,
        statement -> statement.setObject(1, id.value(), Types.OTHER),
        result -> Jdbc.only(result, InputRows::read));
  }

  @Override
  public BehaviorInput save(BehaviorInput input) {
    return jdbc.query(
        INSERT + " RETURNING ctime, mtime",
        statement -> InputRows.bind(statement, input),
        result ->
            Jdbc.only(
                result,
                row ->
                    input.withAudit(
                        new AuditStamp(
                            input.audit().createdBy(),
                            InputRows.instant(row, 1),
                            input.audit().modifiedBy(),
                            InputRows.instant(row, 2)))));
  }

  @Override
  public BehaviorInput update(BehaviorInput input) {
    return jdbc.run(connection -> update(connection, input)).orElseThrow(Jdbc::refused);
  }

  /** Replaces a row if its modification time equals the given one; empty if it does not. */
  static Optional<BehaviorInput> update(Connection connection, BehaviorInput input)
      throws SQLException {
    return Jdbc.query(
        connection,
        UPDATE,
        statement -> bindUpdate(statement, input),
        result -> Jdbc.first(result, row -> updated(input, row)));
  }

  /** Replaces a locked row and commits. */
  static BehaviorInput updateAndCommit(Connection connection, BehaviorInput input)
      throws SQLException {
    return Jdbc.committing(
        connection,
        UPDATE,
        statement -> bindUpdate(statement, input),
        result -> Jdbc.only(result, row -> updated(input, row)));
  }

  private static BehaviorInput updated(BehaviorInput input, ResultSet row) throws SQLException {
    UUID createdBy = row.getObject(1, UUID.class);
    return input.withAudit(
        new AuditStamp(
            createdBy == null ? null : new ActorId(createdBy),
            InputRows.instant(row, 2),
            input.audit().modifiedBy(),
            InputRows.instant(row, 3)));
  }

  private static void bindUpdate(PreparedStatement statement, BehaviorInput row)
      throws SQLException {
    InputRows.bindId(statement, 1, InputRows.uuid(row.userId()));
    InputRows.bindId(statement, 2, InputRows.uuid(row.behaviorSessionId()));
    statement.setString(3, row.sessionId() == null ? null : row.sessionId().value());
    statement.setObject(4, row.inputData().text(), Types.OTHER);
    statement.setString(5, row.inputType().value());
    statement.setString(6, row.source().value());
    InputRows.bindInstant(statement, 7, row.timestamp());
    statement.setBoolean(8, row.processed());
    InputRows.bindId(statement, 9, InputRows.uuid(row.audit().modifiedBy()));
    statement.setObject(10, row.id().value(), Types.OTHER);
    InputRows.bindInstant(statement, 11, row.audit().modifiedAt());
  }

  @Override
  public Found page(PageQuery query) {
    return jdbc.run(
        connection -> {
          long total =
              query.total()
                  ? Jdbc.query(
                      connection,
                      "SELECT count(*) FROM behavior_inputs " + FILTER,
                      statement -> bindFilter(statement, query),
                      result -> Jdbc.only(result, row -> row.getLong(1)))
                  : Found.UNKNOWN;
          List<BehaviorInput> rows =
              Jdbc.query(
                  connection,
                  SELECT + FILTER + NEWEST,
                  statement -> {
                    bindFilter(statement, query);
                    statement.setInt(4, query.limit());
                    statement.setLong(5, query.offset());
                  },
                  Jdbc::rows);
          return new Found(rows, total);
        });
  }

  private static void bindFilter(PreparedStatement statement, PageQuery query) throws SQLException {
    InputRows.bindId(statement, 1, query.userId().value());
    InputRows.bindInstant(statement, 2, query.from());
    InputRows.bindInstant(statement, 3, query.until());
  }

  @Override
  public Supplier<List<BehaviorInput>> slice(Position after, int limit) {
    BehaviorInput last = after.last();
    if (last == null) {
      return () -> offset(0, limit);
    }
    Instant time = last.timestamp();
    UUID id = last.id().value();
    return () ->
        jdbc.query(
            SELECT
                + "WHERE (\"timestamp\", id) < (?, ?)"
                + " ORDER BY \"timestamp\" DESC, id DESC LIMIT ?",
            statement -> {
              InputRows.bindInstant(statement, 1, time);
              statement.setObject(2, id, Types.OTHER);
              statement.setInt(3, limit);
            },
            Jdbc::rows);
  }

  @Override
  public List<BehaviorInput> offset(long offset, int limit) {
    return jdbc.query(
        SELECT + NEWEST,
        statement -> {
          statement.setInt(1, limit);
          statement.setLong(2, offset);
        },
        Jdbc::rows);
  }

  @Override
  public void saveAll(List<BehaviorInput> inputs) {
    jdbc.transaction(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            int waiting = 0;
            for (BehaviorInput input : inputs) {
              InputRows.bind(statement, input);
              statement.addBatch();
              if (++waiting == BATCH) {
                statement.executeBatch();
                waiting = 0;
              }
            }
            if (waiting > 0) {
              statement.executeBatch();
            }
            return true;
          }
        });
  }

  @Override
  public int markProcessed(List<BehaviorInputId> ids) {
    return jdbc.run(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "UPDATE behavior_inputs SET processed = true, mtime = "
                      + LATER
                      + " WHERE id = ANY (?) AND NOT processed")) {
            statement.setArray(1, connection.createArrayOf("uuid", uuids(ids)));
            return statement.executeUpdate();
          }
        });
  }

  private static Object[] uuids(List<BehaviorInputId> ids) {
    return ids.stream().map(BehaviorInputId::value).toArray();
  }

  @Override
  public List<BehaviorInput> findAll(List<BehaviorInputId> ids) {
    return jdbc.run(
        connection ->
            Jdbc.query(
                connection,
                SELECT + "WHERE id = ANY (?) ORDER BY id",
                statement -> statement.setArray(1, connection.createArrayOf("uuid", uuids(ids))),
                Jdbc::rows));
  }

  @Override
  public Stream<BehaviorInput> stream() {
    return RawStream.open(jdbc, SELECT + "ORDER BY id");
  }

  @Override
  public List<BehaviorInput> claim(int limit) {
    return jdbc.run(connection -> RawClaims.claimAndComplete(connection, limit));
  }

  @Override
  public BehaviorAnalyticsSummary analytics() {
    return jdbc.run(SixQueries::on);
  }

  @Override
  public Lifecycle lifecycle() {
    return lifecycle;
  }
}
