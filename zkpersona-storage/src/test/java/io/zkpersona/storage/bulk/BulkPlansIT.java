package io.zkpersona.storage.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.behavior.ExternalKey;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.contract.References;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Statements that look up thousands of rows are planned for the current table. A cached plan may
 * have been made for an empty table and scan it for each row, so that the load takes quadratic
 * time.
 */
class BulkPlansIT {

  private static final int MORE_THAN_UNTIL_A_PLAN_IS_KEPT = 20;

  @Test
  void noPlanOfABulkLookUpIsKept() throws SQLException {
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager manager = database.open();
        Connection connection = database.connect()) {
      Repositories repositories = manager.repositoriesOn(connection);
      UserId user = repositories.users().save(User.builder().build()).id();
      RecordReputationRequest score =
          RecordReputationRequest.builder().userId(user).reputationScore(BigDecimal.ONE).build();
      for (int i = 0; i < MORE_THAN_UNTIL_A_PLAN_IS_KEPT; i++) {
        ExternalKey key = new ExternalKey("key" + i / 2);
        repositories
            .behaviorInputs()
            .insertAbsent(List.of(References.input().withExternalKey(key)), BulkOptions.atomic());
        repositories.reputationRecords().recordAll(List.of(score), BulkOptions.atomic());
        repositories.users().findById(user);
      }

      List<String> kept = new ArrayList<>();
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT statement FROM pg_prepared_statements")) {
        while (rows.next()) {
          kept.add(rows.getString(1));
        }
      }
      assertThat(kept).as("plans of other statements").isNotEmpty();
      assertThat(kept).noneMatch(sql -> sql.contains("unnest") || sql.contains("any"));
    }
  }
}
