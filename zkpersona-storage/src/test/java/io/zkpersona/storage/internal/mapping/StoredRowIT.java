package io.zkpersona.storage.internal.mapping;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.SerializationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.testing.TestDatabase;
import org.junit.jupiter.api.Test;

class StoredRowIT {

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
}
