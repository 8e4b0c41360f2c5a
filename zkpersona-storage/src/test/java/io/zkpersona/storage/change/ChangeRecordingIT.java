package io.zkpersona.storage.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.zkpersona.domain.access.Permission;
import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.ChangeFilter;
import io.zkpersona.domain.change.ChangeOperation;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.page.Slice;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.page.SortOrder;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.error.HistoryUnavailableException;
import io.zkpersona.storage.error.HistoryUnavailableException.Reason;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.change.ChangeRecording;
import io.zkpersona.storage.repository.change.Changes;
import io.zkpersona.storage.testing.server.OwnDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is recorded, from when until when, and whom it names. */
class ChangeRecordingIT {

  private static final ActorId ACTOR = new ActorId(new UUID(7, 8));
  private static final ActorId OTHER = new ActorId(new UUID(9, 10));

  @RegisterExtension static final OwnDatabase OWN = new OwnDatabase();

  @AfterEach
  void stop() {
    changes().stopRecording(EnumSet.allOf(ChangedEntity.class));
    OWN.database().execute("DELETE FROM zkpersona.changes_tracked");
  }

  private static Repositories all() {
    return OWN.manager().repositories();
  }

  private static Changes changes() {
    return all().changes();
  }

  private static User user() {
    return all().users().save(User.builder().build());
  }

  private static List<Change> recorded() {
    return changes()
        .findSlice(
            ChangeFilter.none(), SliceParams.builder().order(SortOrder.ASCENDING).limit(1_000).build())
        .items();
  }

  private static void sql(String text) {
    OWN.database().execute(text);
  }

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
  void whatTheDatabaseChangesWithAnotherRowNamesTheSameActor() {
    User user = user();
    Role role = all().roles().create(id -> Role.builder().id(id).name("moderator").build());
    Permission permission = all().permissions().create(id -> Permission.builder().id(id).name("proof:verify").build());
    all().access().grant(user.id(), role.id(), null);
    all().access().addPermission(role.id(), permission.id());
    BehaviorInput input =
        all()
            .behaviorInputs()
            .save(BehaviorInput.builder().userId(user.id()).inputData(Json.emptyObject()).build());
    changes().startRecording(EnumSet.allOf(ChangedEntity.class));

    all().as(ACTOR).users().deleteById(user.id());
    all().as(OTHER).roles().deleteById(role.id());

    assertThat(recorded())
        .extracting(
            Change::entity,
            Change::operation,
            Change::entityId,
            Change::secondId,
            Change::userId,
            Change::actorId)
        .containsExactlyInAnyOrder(
            tuple(
                ChangedEntity.USER,
                ChangeOperation.DELETE,
                user.id().value(),
                null,
                user.id(),
                ACTOR),
            tuple(
                ChangedEntity.USER_ROLE,
                ChangeOperation.DELETE,
                user.id().value(),
                role.id().value(),
                user.id(),
                ACTOR),
            tuple(
                ChangedEntity.BEHAVIOR_INPUT,
                ChangeOperation.UPDATE,
                input.id().value(),
                null,
                user.id(),
                ACTOR),
            tuple(
                ChangedEntity.ROLE, ChangeOperation.DELETE, role.id().value(), null, null, OTHER),
            tuple(
                ChangedEntity.ROLE_PERMISSION,
                ChangeOperation.DELETE,
                role.id().value(),
                permission.id().value(),
                null,
                OTHER));
  }

  @Test
  void grantsAreRecordedWithWhoGrantedAndWhoRevokedThem() {
    User user = user();
    Role role = all().roles().create(id -> Role.builder().id(id).name("moderator").build());
    Permission permission = all().permissions().create(id -> Permission.builder().id(id).name("proof:verify").build());
    changes().startRecording();

    all().as(ACTOR).access().grant(user.id(), role.id(), null);
    all().as(OTHER).access().grant(user.id(), role.id(), Instant.now().plusSeconds(3_600));
    all().as(ACTOR).access().revoke(user.id(), role.id());
    all().as(OTHER).access().addPermission(role.id(), permission.id());
    all().access().removePermission(role.id(), permission.id());

    assertThat(recorded())
        .extracting(Change::entity, Change::operation, Change::secondId, Change::actorId)
        .containsExactly(
            tuple(ChangedEntity.USER_ROLE, ChangeOperation.INSERT, role.id().value(), ACTOR),
            tuple(ChangedEntity.USER_ROLE, ChangeOperation.UPDATE, role.id().value(), OTHER),
            tuple(ChangedEntity.USER_ROLE, ChangeOperation.DELETE, role.id().value(), ACTOR),
            tuple(
                ChangedEntity.ROLE_PERMISSION,
                ChangeOperation.INSERT,
                permission.id().value(),
                OTHER),
            tuple(
                ChangedEntity.ROLE_PERMISSION,
                ChangeOperation.DELETE,
                permission.id().value(),
                null));
  }

  @Test
  void plainSqlNamesNobodyUnlessItSaysWhom() {
    User user = all().as(ACTOR).users().save(User.builder().build());
    changes().startRecording(Set.of(ChangedEntity.USER));
    String named = "SET LOCAL zkpersona.actor = '%s'".formatted(OTHER.value());

    sql("UPDATE zkpersona.users SET status = 'suspended'");
    sql("BEGIN; " + named + "; UPDATE zkpersona.users SET status = 'active'; COMMIT");
    sql("UPDATE zkpersona.users SET status = 'suspended'");
    sql("BEGIN; " + named + "; DELETE FROM zkpersona.users; COMMIT");

    assertThat(recorded())
        .extracting(Change::entityId, Change::actorId)
        .containsExactly(
            tuple(user.id().value(), null),
            tuple(user.id().value(), OTHER),
            tuple(user.id().value(), null),
            tuple(user.id().value(), OTHER));
    assertThatThrownBy(
            () ->
                sql(
                    "INSERT INTO zkpersona.users (username)"
                        + " SELECT set_config('zkpersona.actor', 'Ann', true)"))
        .rootCause()
        .hasMessageContaining("zkpersona.actor holds no UUID")
        .hasMessageNotContaining("Ann");
    assertThat(recorded()).hasSize(4);
  }

  @Test
  void aHostsSqlInATransactionOfTheLibraryIsRecordedToo() {
    changes().startRecording(Set.of(ChangedEntity.USER));
    User user = user();

    OWN.manager()
        .inTransaction(
            tx -> {
              tx.as(ACTOR).users().update(user.id(), current -> current);
              tx.withConnection(
                  connection ->
                      connection
                          .createStatement()
                          .executeUpdate("UPDATE zkpersona.users SET status = 'suspended'"));
            });

    assertThat(recorded()).extracting(Change::actorId).containsExactly(null, ACTOR, null);
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

    assertThat(changes().gaps())
        .extracting(gap -> gap.entity() + " " + gap.table() + " " + gap.trigger())
        .containsExactly(
            "ROLE roles roles_changed_by_delete",
            "ROLE roles roles_changed_by_truncate",
            "USER users users_changed_by_insert",
            "USER users users_changed_by_update");

    changes().startRecording(Set.of(ChangedEntity.USER, ChangedEntity.ROLE));
    assertThat(changes().gaps()).isEmpty();
    assertThat(changes().recordings()).hasSize(2);
  }

  @Test
  void changesAreFoundByAnythingOfThemInSlices() {
    changes().startRecording(Set.of(ChangedEntity.USER, ChangedEntity.ROLE));
    List<User> users = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      User user = all().as(i % 2 == 0 ? ACTOR : OTHER).users().save(User.builder().build());
      users.add(all().as(OTHER).users().update(user.id(), current -> current));
    }
    all().as(ACTOR).roles().create(id -> Role.builder().id(id).name("one").build());
    List<Change> whole = recorded();
    assertThat(whole).hasSize(15);
    User one = users.get(1);
    Instant middle = whole.get(6).at();

    for (ChangeFilter filter :
        List.of(
            ChangeFilter.none(),
            ChangeFilter.builder().actorId(ACTOR).build(),
            ChangeFilter.builder().actorId(OTHER).from(middle).build(),
            ChangeFilter.builder().userId(one.id()).build(),
            ChangeFilter.builder().entityId(one.id().value()).until(middle).build(),
            ChangeFilter.builder().entity(ChangedEntity.ROLE).build(),
            ChangeFilter.builder().operation(ChangeOperation.UPDATE).build(),
            ChangeFilter.builder().from(middle).until(middle.plusSeconds(60)).build())) {
      List<Change> wanted = whole.stream().filter(change -> matches(filter, change)).toList();
      assertThat(wanted).as("%s", filter).isNotEmpty();
      for (int limit : new int[] {1, 4, 1_000}) {
        List<Change> found = new ArrayList<>();
        SliceParams params = SliceParams.builder().order(SortOrder.ASCENDING).limit(limit).build();
        Slice<Change> slice = changes().findSlice(filter, params);
        found.addAll(slice.items());
        while (slice.hasNext()) {
          slice =
              changes()
                  .findSlice(
                      filter, params.toBuilder().cursor(slice.nextCursor().orElseThrow()).build());
          found.addAll(slice.items());
        }
        assertThat(found).as("%s", filter).isEqualTo(wanted);
      }
    }
  }

  private static boolean matches(ChangeFilter filter, Change change) {
    return (filter.actorId() == null || filter.actorId().equals(change.actorId()))
        && (filter.userId() == null || filter.userId().equals(change.userId()))
        && (filter.entity() == null || filter.entity() == change.entity())
        && (filter.entityId() == null || filter.entityId().equals(change.entityId()))
        && (filter.operation() == null || filter.operation() == change.operation())
        && (filter.from() == null || !change.at().isBefore(filter.from()))
        && (filter.until() == null || change.at().isBefore(filter.until()));
  }

  @Test
  void aStateThatWasNotRecordedIsUnknownRatherThanWrong() {
    User user = user();
    User changed = all().users().update(user.id(), current -> current);
    changes().startRecording(Set.of(ChangedEntity.USER));
    User third = all().users().update(user.id(), current -> current);
    changes().stopRecording(Set.of(ChangedEntity.USER));
    User fourth = all().users().update(user.id(), current -> current);

    assertThat(asOf(user, user.audit().createdAt().minusNanos(1_000))).isNull();
    assertUnknown(user, user.audit().modifiedAt());
    assertThat(asOf(user, changed.audit().modifiedAt())).isEqualTo(changed);
    assertUnknown(user, third.audit().modifiedAt());
    assertThat(asOf(user, fourth.audit().modifiedAt())).isEqualTo(fourth);

    all().users().deleteById(user.id());
    assertUnknown(user, fourth.audit().modifiedAt());
  }

  private static User asOf(User user, Instant instant) {
    return all().users().history().asOf(user.id(), instant).orElse(null);
  }

  private static void assertUnknown(User user, Instant instant) {
    assertThatThrownBy(() -> asOf(user, instant))
        .isInstanceOfSatisfying(
            HistoryUnavailableException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.NOT_RECORDED))
        .hasMessageContaining("changes().recordings()");
  }

  @Test
  void aColumnThatIsNewerThanAVersionReadsAsItsDefault() {
    User user = user();
    changes().startRecording(Set.of(ChangedEntity.USER));
    all().users().update(user.id(), current -> current);
    sql("UPDATE zkpersona.changes SET before = before - 'privacy_settings' - 'status' - 'email'");

    assertThat(asOf(user, user.audit().modifiedAt())).isEqualTo(user);
  }

  @Test
  void theFunctionsKnowEveryColumn() {
    for (ChangedEntity entity : ChangedEntity.values()) {
      String sources =
          "SELECT string_agg(prosrc, '' ORDER BY proname) FROM pg_proc WHERE proname IN"
              + " ('changes_of_%1$s', 'changes_version_of_%1$s')".formatted(entity.value());
      String before = OWN.database().queryOne(sources);
      OWN.database().queryOne("SELECT zkpersona.changes_define('%s')".formatted(entity.value()));
      assertThat(OWN.database().queryOne(sources))
          .as("a migration that changes %s must call changes_define", entity.value())
          .isEqualTo(before);
    }
  }

  @Test
  void anActorThatIsNoIdIsRefusedInALibraryCallToo() {
    changes().startRecording(Set.of(ChangedEntity.ROLE));
    assertThatThrownBy(
            () ->
                OWN.manager()
                    .inTransaction(
                        tx -> {
                          tx.withConnection(
                              connection ->
                                  connection
                                      .createStatement()
                                      .execute("SET LOCAL zkpersona.actor = 'secret'"));
                          tx.roles().create(id -> Role.builder().id(id).name("one").build());
                        }))
        .isInstanceOf(DatabaseException.class)
        .hasMessageNotContaining("secret");
    assertThat(all().roles().count()).isZero();
  }
}
