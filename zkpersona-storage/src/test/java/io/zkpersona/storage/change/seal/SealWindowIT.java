package io.zkpersona.storage.change.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.change.SealHead;
import io.zkpersona.domain.change.SealReport;
import io.zkpersona.embedded.EmbeddedPostgres;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.repository.change.ChangeSeals;
import io.zkpersona.storage.testing.server.Backends;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Transactions that begin, write, wait, are prepared and end in a random order between ticks and
 * seals: each change that is committed gets into one block, before and after a move to another
 * cluster, whose transactions have other ids.
 */
class SealWindowIT {

  private static final int STEPS = 600;
  private static final long SEED =
      Long.getLong("zkpersona.test.seed", new Random().nextInt(Integer.MAX_VALUE));

  /** The tables that a dump of changes and their seals holds. */
  private static final List<String> DUMPED =
      List.of("change_epochs", "change_ticks", "changes", "change_seals", "change_seal_head");

  private final Random random = new Random(SEED);

  @Test
  void eachCommittedChangeIsSealedOnceAlsoAfterARestoreInAnotherCluster(TestReporter reporter)
      throws SQLException, IOException {
    reporter.publishEntry("zkpersona.test.seed", Long.toString(SEED));
    try (EmbeddedPostgres first = start();
        EmbeddedPostgres second = start();
        DatabaseManager source = open(first);
        DatabaseManager target = open(second);
        RandomSessions before = new RandomSessions(random, first.jdbcUrl("postgres"));
        RandomSessions after = new RandomSessions(random, second.jdbcUrl("postgres"))) {
      work(before, source.repositories().changes().seals());
      // Some changes are not sealed, and some transactions are open.
      before.step();
      long copied = copy(first, second);
      SealHead anchored = source.repositories().changes().seals().head().orElseThrow();
      before.end();
      assertAllSealed(first, source);

      ChangeSeals moved = target.repositories().changes().seals();
      assertThat(moved.verify().findings()).isEmpty();
      moved.seal();
      SealReport report = moved.verify();
      assertThat(report.findings()).isEmpty();
      assertThat(report.changes()).isEqualTo(copied);
      work(after, moved);
      after.end();
      assertAllSealed(second, target);
      SealHead head = moved.head().orElseThrow();
      assertThat(moved.proofOfConsistency(anchored.blocks(), head.blocks()).verify(anchored, head))
          .isTrue();
    }
  }

  private static EmbeddedPostgres start() {
    return EmbeddedPostgres.builder()
        .setting("max_prepared_transactions", "20")
        .setting("fsync", "off")
        .start();
  }

  private static DatabaseManager open(EmbeddedPostgres server) throws SQLException {
    DatabaseManager manager =
        DatabaseManager.open(DatabaseConfig.builder().databaseUrl(server.url()).build());
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"))) {
      Backends.execute(connection, "SET search_path = zkpersona; SELECT changes_begin('roles')");
    }
    return manager;
  }

  private void work(RandomSessions sessions, ChangeSeals seals) throws SQLException {
    for (int i = 0; i < STEPS; i++) {
      int dice = random.nextInt(20);
      if (dice == 0) {
        seals.seal();
      } else if (dice == 1) {
        sessions.tick();
      } else if (dice == 2) {
        assertThat(seals.verify().findings()).as("seed %d, step %d", SEED, i).isEmpty();
      } else {
        sessions.step();
      }
    }
  }

  private static void assertAllSealed(EmbeddedPostgres server, DatabaseManager manager)
      throws SQLException {
    ChangeSeals seals = manager.repositories().changes().seals();
    seals.seal();
    SealReport report = seals.verify();
    assertThat(report.findings()).isEmpty();
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"))) {
      assertThat(report.changes())
          .isEqualTo(
              Long.parseLong(Backends.one(connection, "SELECT count(*) FROM zkpersona.changes")))
          .isEqualTo(
              Long.parseLong(
                  Backends.one(
                      connection, "SELECT sum(change_count) FROM zkpersona.change_seals")));
    }
  }

  /** Copies what a dump holds, over one snapshot; returns the number of changes. */
  private static long copy(EmbeddedPostgres from, EmbeddedPostgres to)
      throws SQLException, IOException {
    try (Connection source = DriverManager.getConnection(from.jdbcUrl("postgres"));
        Connection target = DriverManager.getConnection(to.jdbcUrl("postgres"))) {
      source.setAutoCommit(false);
      source.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      CopyManager reading = source.unwrap(PGConnection.class).getCopyAPI();
      CopyManager writing = target.unwrap(PGConnection.class).getCopyAPI();
      for (String table : DUMPED) {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        reading.copyOut("COPY (SELECT * FROM zkpersona." + table + ") TO STDOUT", rows);
        writing.copyIn(
            "COPY zkpersona." + table + " FROM STDIN",
            new ByteArrayInputStream(rows.toByteArray()));
      }
      String last = Backends.one(source, "SELECT last_value FROM zkpersona.changes_position_seq");
      Backends.execute(target, "SELECT setval('zkpersona.changes_position_seq', " + last + ")");
      source.rollback();
      return Long.parseLong(Backends.one(target, "SELECT count(*) FROM zkpersona.changes"));
    }
  }
}
