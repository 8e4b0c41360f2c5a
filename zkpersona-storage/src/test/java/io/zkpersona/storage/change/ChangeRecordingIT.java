package io.zkpersona.storage.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.ChangeFilter;
import io.zkpersona.domain.change.ChangeOperation;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.repository.change.ChangeRecording;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Changes are recorded while an entity is switched on. */
class ChangeRecordingIT extends ChangeFixture {

  @Test
  void nothingIsRecordedUntilItIsAskedForAndNothingAfterwards() {
    User before = user();
    assertThat(recorded()).isEmpty();

    changes().startRecording(Set.of(ChangedEntity.USER));
    User during = user();
    changes().stopRecording(Set.of(ChangedEntity.USER));
    all().users().deleteById(before.id());
    User after = user();

    assertThat(recorded()).extracting(Change::entityId).containsExactly(during.id().value());
    assertThat(all().users().existsById(after.id())).isTrue();
  }

  @Test
  void recordingsTellSinceWhenAndUntilWhen() {
    changes().startRecording(Set.of(ChangedEntity.USER, ChangedEntity.ROLE));
    ChangeRecording first = changes().recordings().get(0);
    changes().startRecording(Set.of(ChangedEntity.ROLE));
    assertThat(changes().recordings())
        .extracting(ChangeRecording::entity, ChangeRecording::until)
        .containsExactly(tuple(ChangedEntity.ROLE, null), tuple(ChangedEntity.USER, null));
    assertThat(changes().recordings().get(0)).isEqualTo(first);

    changes().stopRecording(Set.of(ChangedEntity.ROLE));
    changes().stopRecording(Set.of(ChangedEntity.ROLE, ChangedEntity.PERMISSION));
    changes().startRecording(Set.of(ChangedEntity.ROLE));

    List<ChangeRecording> recordings = changes().recordings();
    assertThat(recordings).hasSize(3);
    assertThat(recordings.get(0).since()).isEqualTo(first.since());
    assertThat(recordings.get(0).until()).isAfterOrEqualTo(first.since());
    assertThat(recordings.get(1).since()).isAfterOrEqualTo(recordings.get(0).until());
    assertThat(recordings.get(1).until()).isNull();
  }

  @Test
  void whatIsSensitiveIsRecordedByDefault() {
    changes().startRecording();

    assertThat(changes().recordings())
        .extracting(ChangeRecording::entity)
        .containsExactlyInAnyOrderElementsOf(ChangedEntity.sensitive());
    assertThat(ChangedEntity.sensitive())
        .contains(ChangedEntity.USER, ChangedEntity.USER_ROLE, ChangedEntity.ZK_PROOF)
        .doesNotContain(ChangedEntity.BEHAVIOR_INPUT);
    assertThat(changes().gaps()).isEmpty();
  }

  @Test
  void nullIsRefused() {
    assertThatThrownBy(() -> changes().startRecording(null))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("entities");
    assertThatThrownBy(() -> changes().stopRecording(null))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("entities");
    assertThatThrownBy(() -> changes().findSlice(null, SliceParams.firstSlice()))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("filter");
    assertThatThrownBy(() -> changes().findSlice(ChangeFilter.none(), null))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("params");
    SliceParams sorted = SliceParams.builder().sortBy("createdAt").build();
    assertThatThrownBy(() -> changes().findSlice(ChangeFilter.none(), sorted))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("sortBy");
  }

  @Test
  void oneStatementMayInsertUpdateAndChangeKeys() {
    changes().startRecording(Set.of(ChangedEntity.ROLE));
    Role role = all().roles().create(id -> Role.builder().id(id).name("one").build());
    UUID second = UUID.randomUUID();
    UUID third = UUID.randomUUID();

    sql(
        """
        INSERT INTO zkpersona.roles (id, name) VALUES ('%s', 'one'), ('%s', 'two')
        ON CONFLICT (name) DO UPDATE SET description = 'again'
        """
            .formatted(UUID.randomUUID(), second));
    sql(
        """
        MERGE INTO zkpersona.roles AS r USING (VALUES ('two'), ('three')) AS n (name) ON r.name = n.name
        WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (id, name) VALUES ('%s', n.name)
        """
            .formatted(third));
    UUID renamed = UUID.randomUUID();
    sql("UPDATE zkpersona.roles SET id = '%s' WHERE name = 'three'".formatted(renamed));

    assertThat(recorded())
        .extracting(Change::operation, Change::entityId)
        .containsExactlyInAnyOrder(
            tuple(ChangeOperation.INSERT, role.id().value()),
            tuple(ChangeOperation.UPDATE, role.id().value()),
            tuple(ChangeOperation.INSERT, second),
            tuple(ChangeOperation.DELETE, second),
            tuple(ChangeOperation.INSERT, third),
            tuple(ChangeOperation.DELETE, third),
            tuple(ChangeOperation.INSERT, renamed));
  }

  @Test
  void truncateIsRefusedWhileChangesAreRecorded() {
    user();
    changes().startRecording(Set.of(ChangedEntity.USER));

    assertThatThrownBy(() -> sql("TRUNCATE zkpersona.users CASCADE"))
        .rootCause()
        .hasMessageContaining("TRUNCATE would not be: nothing was removed; use DELETE");
    assertThat(all().users().count()).isEqualTo(1);

    changes().stopRecording(Set.of(ChangedEntity.USER));
    sql("TRUNCATE zkpersona.users CASCADE");
    assertThat(all().users().count()).isZero();
  }

  @Test
  void changesByAReplicationRoleAreRecorded() {
    changes().startRecording(Set.of(ChangedEntity.ROLE));

    sql("SET session_replication_role = replica; INSERT INTO zkpersona.roles (name) VALUES ('x')");

    assertThat(recorded()).hasSize(1);
  }

  @Test
  void triggersThatAreMissingDisabledOrReplacedAreNamedAndMended() {
    changes().startRecording(Set.of(ChangedEntity.USER, ChangedEntity.ROLE));
    assertThat(changes().gaps()).isEmpty();

    sql("ALTER TABLE zkpersona.users DISABLE TRIGGER users_changed_by_update");
    sql("ALTER TABLE zkpersona.users ENABLE TRIGGER users_changed_by_insert");
    sql("DROP TRIGGER roles_changed_by_delete ON zkpersona.roles");
    sql("DROP TRIGGER roles_changed_by_truncate ON zkpersona.roles");
    sql(
        """
        CREATE TRIGGER roles_changed_by_delete AFTER DELETE ON zkpersona.roles
        REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION zkpersona.changes_of_users()
        """);
    sql(
        """
        CREATE OR REPLACE TRIGGER roles_changed_by_insert AFTER INSERT ON zkpersona.roles
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT WHEN (false)
        EXECUTE FUNCTION zkpersona.changes_of_roles();
        ALTER TABLE zkpersona.roles ENABLE ALWAYS TRIGGER roles_changed_by_insert
        """);

    assertThat(changes().gaps())
        .extracting(gap -> gap.entity() + " " + gap.table() + " " + gap.trigger())
        .containsExactly(
            "ROLE roles roles_changed_by_delete",
            "ROLE roles roles_changed_by_insert",
            "ROLE roles roles_changed_by_truncate",
            "USER users users_changed_by_insert",
            "USER users users_changed_by_update");

    changes().startRecording(Set.of(ChangedEntity.USER, ChangedEntity.ROLE));
    assertThat(changes().gaps()).isEmpty();
    assertThat(changes().recordings()).hasSize(2);
  }
}
