package io.zkpersona.benchmarks.data;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.benchmarks.Main;
import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The table that the benchmarks use: filled, inspected independently of the candidates, and
 * restored. Not thread-safe except for {@link #nextIndex()} and {@link #nextIndexes}.
 */
public final class Fixture implements AutoCloseable {

  private final Dataset dataset;
  private final HikariDataSource pool;
  private final AtomicLong next;
  private long firstAdded;
  private boolean counted;
  private boolean recorded;
  private boolean countable;
  private boolean swept = true;

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
      Loader.load(connection, dataset);
    }
    fixture.run("VACUUM (FREEZE, ANALYZE)");
    fixture.run("CHECKPOINT");
    return fixture;
  }

  /** Adds rows to the hot tables besides the inputs, one for each of the first inputs. */
  public void addHotRows(long rows) throws SQLException, IOException {
    try (InputStream in = Objects.requireNonNull(Main.class.getResourceAsStream("hot-rows.sql"))) {
      String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      run(sql.replace(":rows", Long.toString(rows)));
    }
  }

  /** Returns the fixture of a database loaded by another process; closing it closes the pool. */
  public static Fixture loaded(HikariDataSource pool, Dataset dataset) {
    return new Fixture(dataset, pool);
  }

  /** Returns the rows of the table. */
  public Dataset dataset() {
    return dataset;
  }

  /** Reserves the index of a row that is not in the table yet. Thread-safe. */
  public long nextIndex() {
    return next.getAndIncrement();
  }

  /** Reserves indexes of rows that are not in the table yet; returns the first. Thread-safe. */
  public long nextIndexes(long count) {
    return next.getAndAdd(count);
  }

  /** Returns the number of indexes reserved since the last {@link #removeAdded}. */
  public long reserved() {
    return next.get() - firstAdded;
  }

  /**
   * Compares the inserted rows with the expected ones, by content.
   *
   * @param expected the expected row for an index
   * @throws IllegalStateException if rows are missing, surplus or different
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
            String.format(
                Locale.ROOT, "%d rows were added (expected: %d)", index - firstAdded, reserved()));
      }
    }
  }

  /** Removes the inserted rows. */
  public void removeAdded() throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("DELETE FROM behavior_inputs WHERE id >= ?")) {
      connection.setAutoCommit(false);
      unchecked(connection);
      statement.setObject(1, dataset.id(dataset.rows()).value());
      statement.executeUpdate();
      connection.commit();
      connection.setAutoCommit(true);
    }
    firstAdded = next.get();
    swept = false;
  }

  /**
   * Disables triggers and foreign keys, unless triggers maintain the counts. Only claims refer to
   * the rows, and those are deleted here.
   */
  private void unchecked(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM behavior_input_claims");
      if (!counted) {
        statement.execute("SET LOCAL session_replication_role = replica");
      }
    }
  }

  /** Vacuums after {@link #removeAdded} and {@link #restore}, if necessary. */
  public void vacuum() throws SQLException {
    if (swept) {
      return;
    }
    swept = true;
    run("VACUUM behavior_inputs");
    run("VACUUM behavior_input_claims");
    if (counted) {
      run("VACUUM behavior_activity_changes");
    }
  }

  /**
   * Enables or disables the library's counts. They are built only the first time. While disabled
   * they stay correct, because everything written in the meantime is reverted.
   */
  public void count(boolean on) throws SQLException {
    if (on == counted) {
      return;
    }
    if (countable) {
      for (String event : List.of("inserted", "updated", "deleted")) {
        run(
            "ALTER TABLE behavior_inputs "
                + (on ? "ENABLE" : "DISABLE")
                + " TRIGGER behavior_inputs_activity_"
                + event);
      }
      run("UPDATE behavior_activity_state SET is_ready = " + on);
    } else {
      try (DatabaseManager database =
          DatabaseManager.using(pool, DatabaseConfig.forDataSource().build())) {
        database.repositories().behaviorInputs().activityRollup().enable();
      }
      run("VACUUM (ANALYZE)");
      countable = true;
    }
    counted = on;
  }

  /**
   * Records the changes of all entities from now on, or no longer, and forgets what was recorded.
   */
  public void record(boolean on) throws SQLException {
    if (on == recorded) {
      return;
    }
    for (ChangedEntity entity : ChangedEntity.values()) {
      ask("SELECT changes_%s('%s')".formatted(on ? "begin" : "end", entity.value()));
    }
    run("TRUNCATE changes");
    recorded = on;
  }

  /** Returns the stored rows with these ids, in the given order. */
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

  /** Restores the original rows. */
  public void restore(List<BehaviorInput> rows) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      unchecked(connection);
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
    swept = false;
  }

  /** Runs one statement. */
  public void run(String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs a query and returns its first column as text. */
  public String ask(String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  /**
   * Compares two rows, except for their audit columns.
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
