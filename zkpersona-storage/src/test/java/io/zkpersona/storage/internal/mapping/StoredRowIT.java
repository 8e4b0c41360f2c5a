package io.zkpersona.storage.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.access.CreateRoleRequest;
import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.error.SerializationException;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.sponsorship.CreateSponsorRequest;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.math.BigInteger;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;

class StoredRowIT {

  /** Drops the checks, as in a schema from before they existed. */
  private static final String WITHOUT_CHECKS =
      """
      DO $$
      DECLARE found name;
      BEGIN
        FOR found IN SELECT conname FROM pg_constraint
          WHERE conrelid = 'zkpersona.OURS'::regclass AND contype = 'c'
        LOOP
          EXECUTE format('ALTER TABLE zkpersona.OURS DROP CONSTRAINT %I', found);
        END LOOP;
      END $$
      """;

  @Test
  void aRowThatBreaksARuleIsNamedByIdAndFieldAndNotByItsValue() {
    UserId id = UserId.generate();
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager manager = database.open()) {
      database.execute(
          """
          DO $$
          DECLARE found name;
          BEGIN
            FOR found IN SELECT conname FROM pg_constraint
              WHERE conrelid = 'zkpersona.users'::regclass AND contype = 'c' AND conname LIKE '%email%'
            LOOP
              EXECUTE format('ALTER TABLE zkpersona.users DROP CONSTRAINT %I', found);
            END LOOP;
            INSERT INTO zkpersona.users (id, email) VALUES ('ID', 'nobody at home');
          END $$
          """
              .replace("ID'", id.value() + "'"));

      assertThatThrownBy(() -> manager.repositories().users().getById(id))
          .isInstanceOf(SerializationException.class)
          .hasMessageStartingWith("user " + id.value() + ": the stored row breaks a rule: email: ")
          .hasMessageNotContaining("nobody");
    }
  }

  @Test
  void aTimeWithoutEndIsNamedByTheIdsOfItsRowAndSpoilsNoneThatIsReadWithoutIt() {
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager manager = database.open()) {
      User ada = manager.repositories().users().create(CreateUserRequest.builder().build());
      User bob = manager.repositories().users().create(CreateUserRequest.builder().build());
      database.execute(WITHOUT_CHECKS.replace("OURS", "users"));
      for (String time : List.of("'infinity'", "'-infinity'")) {
        database.execute(
            "UPDATE zkpersona.users SET ctime = %s WHERE id = '%s'"
                .formatted(time, ada.id().value()));

        assertUnreadable(() -> manager.repositories().users().getById(ada.id()), "ctime", ada.id());
        assertUnreadable(
            () -> manager.repositories().users().findAllById(List.of(ada.id(), bob.id())),
            "ctime",
            ada.id());
        assertThat(manager.repositories().users().findById(bob.id())).contains(bob);
      }
    }
  }

  @Test
  void aGrantThatExpiresAtInfinityIsNamedByItsUserAndRole() {
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager manager = database.open()) {
      User ada = manager.repositories().users().create(CreateUserRequest.builder().build());
      Role role =
          manager
              .repositories()
              .roles()
              .create(CreateRoleRequest.builder().name("auditor").build());
      manager.repositories().access().grant(ada.id(), role.id(), null);
      database.execute(WITHOUT_CHECKS.replace("OURS", "user_roles"));
      database.execute("UPDATE zkpersona.user_roles SET expires_at = 'infinity'");

      assertUnreadable(
          () -> manager.repositories().access().rolesOf(ada.id()), "expires_at", ada.id());
      assertUnreadable(
          () -> manager.repositories().access().rolesOf(ada.id()), "expires_at", role.id());
    }
  }

  @Test
  void aNumberThatJavaDoesNotHaveIsNamedToo() {
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager manager = database.open()) {
      SponsorId sponsor =
          manager
              .repositories()
              .sponsors()
              .create(
                  CreateSponsorRequest.builder()
                      .name("one")
                      .blockchainNetwork("ethereum")
                      .walletAddress(WalletAddress.of("0xd8da6bf26964af9d7eed9e03e53415d37aa96045"))
                      .dailyBudget(BigInteger.TEN)
                      .build())
              .id();
      database.execute(WITHOUT_CHECKS.replace("OURS", "sponsors"));
      database.execute("UPDATE zkpersona.sponsors SET daily_budget = 'NaN'");

      assertUnreadable(
          () -> manager.repositories().sponsors().getById(sponsor), "daily_budget", sponsor);
    }
  }

  @Test
  void theSchemaTakesNoTimeWithoutEnd() {
    try (TestDatabase database = TestDatabase.migrated()) {
      List<String> columns =
          database.query(
              """
              SELECT table_name || '.' || column_name FROM information_schema.columns AS c
              WHERE table_schema = 'zkpersona' AND udt_name IN ('timestamptz', 'date')
                AND table_name <> 'changes'
                AND table_name NOT IN (SELECT relname FROM pg_class WHERE relispartition)
                AND table_name <> 'zkpersona_schema_history'
                AND NOT EXISTS (
                  SELECT FROM pg_constraint AS k
                  WHERE k.connamespace = 'zkpersona'::regnamespace AND k.convalidated
                    AND k.conname = c.table_name || '_' || c.column_name || '_range_check')
              """);
      assertThat(columns).isEmpty();
      for (String time : List.of("infinity", "-infinity", "4714-12-31 00:00:00+00 BC")) {
        assertThatThrownBy(
                () ->
                    database.execute(
                        "INSERT INTO zkpersona.users (id, ctime) VALUES (gen_random_uuid(), '%s')"
                            .formatted(time)))
            .hasStackTraceContaining("users_ctime_range_check");
      }
    }
  }

  private static void assertUnreadable(ThrowingCallable read, String column, EntityId id) {
    assertThatThrownBy(read)
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("column " + column)
        .hasMessageContaining(id.value().toString())
        .satisfies(e -> assertThat(Throwables.getStackTrace(e)).doesNotContain("secret"));
  }
}
