package io.zkpersona.storage.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.EmailAddress;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.behavior.InputPartition;
import io.zkpersona.storage.repository.behavior.PartitionWidth;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * On an application's connection, the library's names refer to the library's objects, whatever
 * other objects have the same names, and its statements mean the same under any session setting.
 */
class OtherSearchPathIT {

  private static final Duration AHEAD = Duration.ofDays(2);
  private static final Duration AGO = Duration.ofDays(5);

  private TestDatabase database;
  private DatabaseManager manager;
  private Connection connection;
  private Repositories repositories;

  @BeforeEach
  void open() throws SQLException {
    database = TestDatabase.migrated();
    manager = database.open();
    connection = database.connect();
    repositories = manager.repositoriesOn(connection);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    manager.close();
    database.close();
  }

  private static CreateUserRequest named(String email) {
    return CreateUserRequest.builder().email(new EmailAddress(email)).build();
  }

  @Test
  void aFunctionByTheNameOfTheServersIsNotCalled() throws SQLException {
    Backends.execute(
        connection,
        """
        CREATE FUNCTION public.lower(varchar) RETURNS text IMMUTABLE LANGUAGE sql AS
          $$ SELECT 'all' $$;
        CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS
          $$ SELECT timestamptz '1999-12-31 00:00:00+00' $$;
        CREATE AGGREGATE public.count(*)
          (SFUNC = pg_catalog.int8inc, STYPE = bigint, INITCOND = '41');
        SET search_path = public, pg_catalog
        """);

    User ada = repositories.users().create(named("ada@example.org"));
    User bob = repositories.users().create(named("bob@example.org"));

    assertThat(repositories.users().findByEmail("ADA@example.org")).contains(ada);
    assertThat(repositories.users().findByEmail("bob@example.org")).contains(bob);
    assertThat(repositories.users().count()).isEqualTo(2);
    User changed = repositories.users().update(ada);
    assertThat(changed.audit().modifiedAt()).isAfter(ada.audit().modifiedAt());
  }

  @Test
  void aTemporaryTableByTheNameOfOneOfTheLibrarysIsNotLookedAt() throws SQLException {
    partition();
    List<InputPartition> there = repositories.behaviorInputs().partitions().list();
    Backends.execute(
        connection,
        """
        CREATE TEMP TABLE behavior_inputs (id uuid);
        CREATE TEMP TABLE behavior_inputs_late (id uuid);
        CREATE TEMP TABLE behavior_activity_state (is_ready boolean);
        CREATE TEMP TABLE scoring_results (id uuid);
        CREATE TEMP TABLE pg_class (oid oid, relkind "char")
        """);

    assertThat(repositories.behaviorInputs().partitions().isEnabled()).isTrue();
    assertThat(repositories.behaviorInputs().partitions().list()).isEqualTo(there);
    assertThat(
            repositories
                .behaviorInputs()
                .partitions()
                .prepare(PartitionWidth.DAY, AHEAD.plusDays(1)))
        .isOne();
    assertOldOnesAreDropped();
  }

  @Test
  void partitionsAreDroppedWhereBackslashesEscape() throws SQLException {
    partition();
    Backends.execute(connection, "SET standard_conforming_strings = off");

    assertOldOnesAreDropped();
  }

  private void partition() {
    manager
        .repositories()
        .behaviorInputs()
        .partitions()
        .enable(Instant.now().minus(AGO), PartitionWidth.DAY, AHEAD);
  }

  private void assertOldOnesAreDropped() {
    Instant until = Instant.now().minus(Duration.ofDays(2));
    assertThat(repositories.behaviorInputs().partitions().dropBefore(until).partitions())
        .isEqualTo(3);
  }
}
