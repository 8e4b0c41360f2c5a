package io.zkpersona.storage.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.InputPartitionsException;
import io.zkpersona.storage.repository.behavior.PartitionWidth;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.RuntimeRole;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A role with the rights of grants.sql is refused operations that need the owner. The tests of
 * every repository run as this role, so they show that it can do everything else.
 */
@NewestServerOnly
@ExtendWith(RuntimeRole.class)
class RuntimeRoleIT {

  @Test
  void whatTheOwnerAloneMayDoIsRefusedWithTheNameOfTheTable() {
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager manager = database.open()) {
      Repositories repositories = manager.repositories();

      assertThatThrownBy(
              () ->
                  repositories
                      .behaviorInputs()
                      .partitions()
                      .enable(Instant.now(), PartitionWidth.DAY, Duration.ofDays(1)))
          .isInstanceOf(InputPartitionsException.class)
          .hasMessageContaining("the owner of the tables");
      assertThatThrownBy(() -> repositories.behaviorInputs().activityRollup().enable())
          .isInstanceOf(DatabaseException.class)
          .hasMessageStartingWith("behavior_inputs: ")
          .hasMessageContaining("grants.sql");
      assertThat(manager.check().findings()).isEmpty();
      assertThat(manager.migrationStatus().isUpToDate()).isTrue();
    }
  }

  @Test
  void aRightThatIsMissingNamesTheTable() {
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager manager = database.open()) {
      database.execute("REVOKE SELECT ON zkpersona.zk_proofs FROM runtime_role");

      assertThatThrownBy(() -> manager.repositories().zkProofs().count())
          .isInstanceOf(DatabaseException.class)
          .hasMessageStartingWith("zk_proofs: the database role lacks a privilege")
          .hasMessageNotContaining("permission denied");
    }
  }
}
