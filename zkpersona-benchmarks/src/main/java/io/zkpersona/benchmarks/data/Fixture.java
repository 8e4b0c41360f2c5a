package io.zkpersona.benchmarks.data;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The table as the benchmarks need it: filled, looked at behind the candidates' backs, and put back
 * to what it was. Not thread-safe but for {@link #nextIndex()}.
 */
public final class Fixture implements AutoCloseable {

  private final Dataset dataset;
  private final HikariDataSource pool;
  private final AtomicLong next;
  private long firstAdded;

  private Fixture(Dataset dataset, HikariDataSource pool) {
    this.dataset = dataset;
    this.pool = pool;
    this.next = new AtomicLong(dataset.rows());
    this.firstAdded = dataset.rows();
  }

  /** Migrates the database, fills the table and vacuums it. */
  public static Fixture load(Server server, Dataset dataset) throws SQLException {
    Fixture fixture = new Fixture(dataset, server.pool("fixture"));
    DatabaseManager.using(fixture.pool, DatabaseConfig.forDataSource().build()).close();
    try (Connection connection = fixture.pool.getConnection()) {
      people(connection);
      BinaryCopy.load(connection, dataset.iterate(0, dataset.rows()));
    }
    fixture.run("VACUUM (FREEZE, ANALYZE)");
    fixture.run("CHECKPOINT");
    return fixture;
  }

  private static void people(Connection connection) throws SQLException {
    insert(
        connection,
        "INSERT INTO users (id, wallet_address)"
            + " SELECT id, '0x' || lpad(to_hex(n), 40, '0')"
            + " FROM unnest(?) WITH ORDINALITY AS new (id, n)",
        LongStream.range(0, Dataset.USERS).mapToObj(n -> Dataset.userId(n).value()).toArray());
    insert(
        connection,
        "INSERT INTO behavior_sessions (id, session_token, start_time)"
            + " SELECT id, 'token-' || lpad(n::text, 32, '0'), now()"
            + " FROM unnest(?) WITH ORDINALITY AS new (id, n)",
        LongStream.range(0, Dataset.SESSIONS)
            .mapToObj(n -> Dataset.sessionId(n).value())
            .toArray());
  }

  private static void insert(Connection connection, String sql, Object[] ids) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("uuid", ids));
      statement.executeUpdate();
    }
  }

  /** The rows that are in the table. */
  public Dataset dataset() {
    return dataset;
  }

  /** The index of a row that is not in the table yet. Thread-safe. */
  public long nextIndex() {
    return next.getAndIncrement();
  }

  /** Reserves indexes of rows that are not in the table yet; gives the first. Thread-safe. */
  public long nextIndexes(long count) {
    return next.getAndAdd(count);
  }

  /** How many rows were given an index since the last {@link #removeAdded}. */
  public long reserved() {
    return next.get() - firstAdded;
  }

  /**
   * Compares what was inserted with what should have been, by content.
   *
   * @param expected the row of an index
   * @throws IllegalStateException if rows are missing, too many or different
   */
  public void checkAdded(Function<Long, BehaviorInput> expected) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT "
                    + InputRows.COLUMNS
                    + " FROM behavior_inputs WHERE id >= ? ORDER BY id")) {
      connection.setAutoCommit(false);
      statement.setFetchSize(1_000);
      statement.setObject(1, dataset.id(firstAdded).value());
      long index = firstAdded;
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          requireSame(expected.apply(index), InputRows.read(result));
          index++;
        }
      }
      connection.rollback();
      connection.setAutoCommit(true);
      if (index != next.get()) {
        throw new IllegalStateException(
            "%d rows were added (expected: %d)".formatted(index - firstAdded, reserved()));
      }
    }
  }

  /** Removes what was inserted, so that the table is what it was. */
  public void removeAdded() throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("DELETE FROM behavior_inputs WHERE id >= ?")) {
      statement.setObject(1, dataset.id(dataset.rows()).value());
      statement.executeUpdate();
    }
    firstAdded = next.get();
    run("VACUUM behavior_inputs");
  }

  /** The rows as they are in the table, in the order given. */
  public List<BehaviorInput> read(List<BehaviorInputId> ids) throws SQLException {
    Map<BehaviorInputId, BehaviorInput> found;
    try (Connection connection = pool.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT " + InputRows.COLUMNS + " FROM behavior_inputs WHERE id = ANY (?)")) {
      statement.setArray(
          1, connection.createArrayOf("uuid", ids.stream().map(BehaviorInputId::value).toArray()));
      try (ResultSet result = statement.executeQuery()) {
        List<BehaviorInput> rows = new ArrayList<>();
        while (result.next()) {
          rows.add(InputRows.read(result));
        }
        found = rows.stream().collect(Collectors.toMap(BehaviorInput::id, Function.identity()));
      }
    }
    return ids.stream().map(found::get).toList();
  }

  /** Makes rows of the table what they were. */
  public void restore(List<BehaviorInput> rows) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement statement =
          connection.prepareStatement("DELETE FROM behavior_inputs WHERE id = ANY (?)")) {
        statement.setArray(
            1,
            connection.createArrayOf("uuid", rows.stream().map(row -> row.id().value()).toArray()));
        statement.executeUpdate();
      }
      BinaryCopy.load(connection, rows.iterator());
      connection.commit();
      connection.setAutoCommit(true);
    }
    run("VACUUM behavior_inputs");
  }

  /** Runs one statement of the fixture's own. */
  public void run(String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Asks for one text. */
  public String ask(String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  /**
   * Compares two rows in everything but the times that the database sets.
   *
   * @throws IllegalStateException if they differ
   */
  public static void requireSame(BehaviorInput expected, BehaviorInput actual) {
    if (!expected.withAudit(AuditStamp.unsaved()).equals(actual.withAudit(AuditStamp.unsaved()))) {
      throw new IllegalStateException("a row differs from what it should be: " + actual.id());
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
