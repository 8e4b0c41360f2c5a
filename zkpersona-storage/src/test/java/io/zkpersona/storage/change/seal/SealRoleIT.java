package io.zkpersona.storage.change.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.change.SealHead;
import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.change.ChangeSeals;
import io.zkpersona.storage.testing.server.RuntimeRole;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The role that a service runs as seals and verifies, and can't write what it verifies. */
@ExtendWith(RuntimeRole.class)
class SealRoleIT {

  private static final List<String> REFUSED =
      List.of(
          "DELETE FROM zkpersona.change_seals",
          "UPDATE zkpersona.change_seals SET sealed_at = now()",
          "INSERT INTO zkpersona.change_seals SELECT * FROM zkpersona.change_seals",
          "TRUNCATE zkpersona.change_seals",
          "DELETE FROM zkpersona.change_seal_head",
          "UPDATE zkpersona.change_seal_head SET blocks = 7",
          "INSERT INTO zkpersona.change_seal_head VALUES (2, 1, '')",
          "DELETE FROM zkpersona.changes",
          "UPDATE zkpersona.changes SET operation = 'read'",
          "SELECT zkpersona.changes_drop('zkpersona.changes_default')",
          "SELECT zkpersona.changes_drop('zkpersona.changes_old')",
          "DROP TABLE zkpersona.change_seals",
          "DROP TABLE zkpersona.changes_old",
          "CREATE OR REPLACE FUNCTION zkpersona.changes_merkle_root(leaves bytea) RETURNS bytea"
              + " LANGUAGE sql AS 'SELECT leaves'");

  @Test
  void itSealsVerifiesAndProvesButWritesNothingItself() throws SQLException {
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager manager = database.open()) {
      database.execute(
          "SET search_path = zkpersona; SELECT changes_begin('users'); CREATE TABLE changes_old"
              + " PARTITION OF changes FOR VALUES FROM ('-infinity') TO ('2000-01-01')");
      ChangeSeals seals = manager.repositories().changes().seals();
      manager.repositories().users().save(User.builder().build());
      SealHead first = seals.seal().orElseThrow();
      manager.repositories().users().save(User.builder().build());
      SealHead second = seals.seal().orElseThrow();

      assertThat(seals.verify().isIntact()).isTrue();
      assertThat(seals.verify().changes()).isEqualTo(2);
      assertThat(seals.proofOfConsistency(1, 2).verify(first, second)).isTrue();
      assertThat(seals.proofOfInclusion(1).orElseThrow().verify(second)).isTrue();
      for (String statement : REFUSED) {
        assertThatThrownBy(
                () -> manager.inTransaction(tx -> tx.withConnection(c -> run(c, statement))))
            .as(statement)
            .isInstanceOf(DatabaseException.class);
      }
      assertThat(seals.seal()).contains(second);
      assertThat(seals.verify().isIntact()).isTrue();
    }
  }

  private static boolean run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql);
    }
  }
}
