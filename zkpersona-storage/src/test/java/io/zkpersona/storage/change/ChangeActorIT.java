package io.zkpersona.storage.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.zkpersona.domain.access.Permission;
import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.ChangeOperation;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.User;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Recorded changes name their actor. */
class ChangeActorIT extends ChangeFixture {

  @Test
  void whatTheDatabaseChangesWithAnotherRowNamesTheSameActor() {
    User user = user();
    Role role = all().roles().create(id -> Role.builder().id(id).name("moderator").build());
    Permission permission =
        all().permissions().create(id -> Permission.builder().id(id).name("proof:verify").build());
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
            tuple(ChangedEntity.ROLE, ChangeOperation.DELETE, role.id().value(), null, null, OTHER),
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
    Permission permission =
        all().permissions().create(id -> Permission.builder().id(id).name("proof:verify").build());
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
  void whoMadeAGrantIsNotWhoChangesIt() {
    User user = user();
    Role role = all().roles().create(id -> Role.builder().id(id).name("moderator").build());
    changes().startRecording(Set.of(ChangedEntity.USER_ROLE));
    all().as(ACTOR).access().grant(user.id(), role.id(), null);

    sql(
        """
        BEGIN;
        SELECT set_config('zkpersona.actor', '%s', true);
        UPDATE zkpersona.user_roles SET expires_at = now() + interval '1 day';
        COMMIT;
        UPDATE zkpersona.user_roles SET expires_at = NULL;
        """
            .formatted(OTHER.value()));

    assertThat(recorded()).extracting(Change::actorId).containsExactly(ACTOR, OTHER, null);
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
