package io.zkpersona.benchmarks.lifecycle;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.benchmarks.data.Dataset;
import io.zkpersona.benchmarks.data.Fixture;
import io.zkpersona.benchmarks.data.Server;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.Repository;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * Users, inputs and rows of the other tables on which the calls work; reads back and removes what
 * the calls add. Not thread-safe.
 */
public final class LifecycleFixture implements AutoCloseable {

  /** Greater than the ids of all loaded rows and less than all ids that are generated. */
  public static final UUID FIRST_ADDED = added(0);

  private static final long LOADED = 20_000;
  private static final int SAMPLE = 200;

  /** The tables with rows of the calls, by their keys, and the rows to remove otherwise. */
  private static final String REMOVE =
      "BEGIN; SET LOCAL session_replication_role = replica;"
          + " DELETE FROM verification_attempts WHERE id >= :first;"
          + " DELETE FROM zk_proofs WHERE id >= :first;"
          + " DELETE FROM verification_keys WHERE hash <> sha256('a key');"
          + " DELETE FROM reputation_records WHERE id >= :first;"
          + " DELETE FROM reputation_changes;"
          + " DELETE FROM scoring_results WHERE id >= :first;"
          + " DELETE FROM refresh_tokens WHERE id >= :first;"
          + " DELETE FROM auth_sessions WHERE id >= :first;"
          + " DELETE FROM sponsored_transactions WHERE id >= :first;"
          + " DELETE FROM sponsor_daily_budgets WHERE sponsor_id >= :first;"
          + " DELETE FROM sponsors WHERE id >= :first;"
          + " DELETE FROM behavior_inputs WHERE id >= :first;"
          + " DELETE FROM behavior_sessions WHERE id >= :first;"
          + " DELETE FROM users WHERE id >= :first; COMMIT";

  private static final String VACUUM =
      "VACUUM verification_attempts, zk_proofs, verification_keys, reputation_records,"
          + " reputation_changes, scoring_results, refresh_tokens, auth_sessions,"
          + " sponsored_transactions, sponsor_daily_budgets, sponsors, behavior_inputs,"
          + " behavior_sessions, users";

  private final Fixture fixture;
  private final HikariDataSource pool;
  private final DatabaseManager database;

  private LifecycleFixture(Fixture fixture, HikariDataSource pool) {
    this.fixture = fixture;
    this.pool = pool;
    this.database = DatabaseManager.using(pool, DatabaseConfig.forDataSource().build());
  }

  /** Adds rows to the tables besides the inputs, so that the server plans for filled tables. */
  public static LifecycleFixture load(Server server, Fixture fixture)
      throws SQLException, IOException {
    fixture.addHotRows(Math.min(LOADED, fixture.dataset().rows()));
    fixture.run("VACUUM (ANALYZE)");
    return new LifecycleFixture(fixture, server.pool("lifecycle"));
  }

  /** Returns an id after {@link #FIRST_ADDED}, as it is generated in a later millisecond. */
  static UUID added(long number) {
    return new UUID(((0x019a_0000_0000L + number) << 16) | 0x7000L, 0x8000_0000_0000_0000L);
  }

  /** Returns a user; the numbers repeat. */
  UserId user(long number) {
    return Dataset.userId(number % fixture.dataset().users());
  }

  Fixture fixture() {
    return fixture;
  }

  /** Returns the library's repositories, which prepare and read back rows. */
  Repositories repositories() {
    return database.repositories();
  }

  /** Compares a sample of returned entities with the stored ones. */
  <E extends Entity<I>, I extends EntityId> void requireStored(
      Repository<E, I> repository, List<E> returned) {
    List<E> sample = returned.subList(Math.max(0, returned.size() - SAMPLE), returned.size());
    List<E> stored = repository.findAllById(sample.stream().map(Entity::id).toList());
    require(
        stored.size() == sample.size() && stored.containsAll(sample), "rows as they were returned");
  }

  /** Compares the number of added rows of a table with the expected one. */
  void requireAdded(String table, long expected) throws SQLException {
    requireCount(table + " WHERE id >= " + literal(FIRST_ADDED), expected);
  }

  /** Compares a count with the expected one. */
  void requireCount(String rows, long expected) throws SQLException {
    String counted = fixture.ask("SELECT count(*) FROM " + rows);
    require(
        counted.equals(Long.toString(expected)),
        expected + " rows instead of " + counted + ": " + rows);
  }

  static String literal(UUID id) {
    return "'" + id + "'::uuid";
  }

  static void require(boolean holds, String expectation) {
    if (!holds) {
      throw new IllegalStateException("a wrong result (expected: " + expectation + ")");
    }
  }

  /** Removes the rows that were added, and vacuums. */
  void restore() throws SQLException {
    fixture.run(REMOVE.replace(":first", literal(FIRST_ADDED)));
    fixture.run(VACUUM);
  }

  @Override
  public void close() {
    database.close();
    pool.close();
  }
}
