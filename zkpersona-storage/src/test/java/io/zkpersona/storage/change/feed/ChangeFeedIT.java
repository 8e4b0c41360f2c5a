package io.zkpersona.storage.change.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.change.ChangeEvent;
import io.zkpersona.domain.change.ChangeOperation;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.change.FeedBatch;
import io.zkpersona.storage.repository.change.FeedLease;
import io.zkpersona.storage.repository.change.SubscriptionOptions.Content;
import io.zkpersona.storage.repository.change.SubscriptionOptions.Start;
import io.zkpersona.storage.testing.server.RuntimeRole;
import io.zkpersona.storage.transaction.Isolation;
import io.zkpersona.storage.transaction.TransactionOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The feed delivers windows to subscriptions. */
@ExtendWith(RuntimeRole.class)
class ChangeFeedIT extends FeedFixture {

  private static Role role(String name) {
    return all().roles().create(id -> Role.builder().id(id).name(name).build());
  }

  @Test
  void aChangeIsDeliveredOnceAndThoseOfARowInTheirOrder() {
    User user = user();
    assertThat(feed().subscribe(NAME, OPTIONS)).isTrue();
    touch(user);
    all().users().deleteById(user.id());
    FeedLease lease = claim();

    FeedBatch batch = read(lease);

    assertThat(batch.events())
        .extracting(event -> event.change().operation())
        .containsExactly(ChangeOperation.INSERT, ChangeOperation.UPDATE, ChangeOperation.DELETE);
    assertThat(batch.events()).allSatisfy(event -> assertThat(event.attempt()).isOne());
    assertThat(ids(batch.events())).containsOnly(user.id().value());
    assertThat(batch.isAtEnd()).isFalse();
    assertThat(feed().read(lease, 100).events()).isEqualTo(batch.events());
    feed().acknowledge(batch);
    assertThat(read(lease).isAtEnd()).isTrue();
    assertThat(read(lease).events()).isEmpty();
  }

  @Test
  void aSubscriptionBeginsAtTheStartOrNow() {
    User before = user();
    feed().subscribe(NAME, OPTIONS.start(Start.NOW));
    feed().subscribe("b", OPTIONS);
    User after = user();

    assertThat(ids(drain(claim()))).containsExactly(after.id().value());
    assertThat(ids(drain(feed().claim("b", LEASE).orElseThrow())))
        .containsExactly(before.id().value(), after.id().value());
  }

  /** An older snapshot has an older tick, which may be pruned. */
  @Test
  void aNewSubscriptionInATransactionWithAnOlderSnapshotIsRefused() {
    feed().subscribe(NAME, OPTIONS);

    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    TransactionOptions.defaults().isolation(Isolation.REPEATABLE_READ),
                    tx -> {
                      assertThat(tx.changes().feed().subscribe(NAME, OPTIONS)).isFalse();
                      tx.changes().feed().subscribe("b", OPTIONS);
                    }))
        .isInstanceOf(TransactionException.class)
        .hasMessageContaining("expected: READ COMMITTED, or outside; nothing was changed");
    assertThat(feed().subscriptions()).hasSize(1);
  }

  @Test
  void onlyTheEntitiesAskedForAreDeliveredAndVersionsOnlyIfAskedFor() {
    feed().subscribe(NAME, OPTIONS.entities(Set.of(ChangedEntity.ROLE)));
    feed().subscribe("b", OPTIONS.content(Content.BEFORE));
    Role role = role("moderator");
    all().roles().deleteById(role.id());
    User user = user();
    all().users().deleteById(user.id());

    List<ChangeEvent> thin = drain(claim());
    List<ChangeEvent> full = drain(feed().claim("b", LEASE).orElseThrow());

    assertThat(ids(thin)).containsExactly(role.id().value(), role.id().value());
    assertThat(thin).allSatisfy(event -> assertThat(event.before()).isNull());
    assertThat(full).hasSize(4);
    assertThat(full.get(0).before()).isNull();
    assertThat(full.get(1).before().text()).contains("moderator");
    assertThat(full.get(1).toString()).doesNotContain("moderator");
  }

  @Test
  void subscribingAgainChangesTheOptionsAndNothingElse() {
    user();
    feed().subscribe(NAME, OPTIONS);
    FeedLease lease = claim();
    drain(lease);

    assertThat(feed().subscribe(NAME, OPTIONS.entities(Set.of(ChangedEntity.ROLE)))).isFalse();

    user();
    Role role = role("moderator");
    assertThat(ids(drain(lease))).containsExactly(role.id().value());
  }

  @Test
  void nothingIsDeliveredBeforeItsCommitAndTheLateOnesAreDeliveredThen() throws SQLException {
    feed().subscribe(NAME, OPTIONS);
    FeedLease lease = claim();
    try (Connection late = database.connect();
        Connection prepared = database.connect()) {
      late.setAutoCommit(false);
      prepared.setAutoCommit(false);
      insertRole(late, "late");
      insertRole(prepared, "prepared");
      prepared.createStatement().execute("PREPARE TRANSACTION 'of the feed'");
      User user = user();

      assertThat(ids(drain(lease))).containsExactly(user.id().value());

      late.commit();
      assertThat(names(drain(lease))).containsExactly("late");
      prepared.setAutoCommit(true);
      prepared.createStatement().execute("COMMIT PREPARED 'of the feed'");
      assertThat(names(drain(lease))).containsExactly("prepared");
    }
  }

  private static void insertRole(Connection connection, String name) throws SQLException {
    connection
        .createStatement()
        .execute(
            "INSERT INTO zkpersona.roles (id, name) VALUES (gen_random_uuid(), '" + name + "')");
  }

  private static List<String> names(List<ChangeEvent> events) {
    return ids(events).stream()
        .map(id -> database.queryOne("SELECT name FROM zkpersona.roles WHERE id = '" + id + "'"))
        .toList();
  }

  @Test
  void changesOfATransactionThatTicksAreDeliveredByTheNextTick() {
    feed().subscribe(NAME, OPTIONS);
    FeedLease lease = claim();
    drain(lease);
    User user =
        manager.callInTransaction(
            tx -> {
              User inside = tx.users().save(User.builder().build());
              tx.changes().feed().tick();
              assertThat(tx.changes().feed().read(lease, 10).events()).isEmpty();
              return inside;
            });

    assertThat(ids(drain(lease))).containsExactly(user.id().value());
  }

  @Test
  void fewChangesAmongManyOthersAreFoundInSteps() {
    database.execute(
        """
        INSERT INTO zkpersona.changes (changed_at, operation, entity, entity_id, salt)
        SELECT now(), 'insert', CASE WHEN n % 40000 = 0 THEN 'roles' ELSE 'users' END,
          gen_random_uuid(), gen_random_uuid()
        FROM generate_series(1, 120000) AS n
        """);
    feed().subscribe(NAME, OPTIONS.entities(Set.of(ChangedEntity.ROLE)));
    feed().subscribe("b", OPTIONS.start(Start.NOW).entities(Set.of(ChangedEntity.ROLE)));
    database.execute(
        """
        INSERT INTO zkpersona.changes (changed_at, operation, entity, entity_id, salt)
        SELECT changed_at, operation, entity, entity_id, gen_random_uuid() FROM zkpersona.changes
        """);

    assertThat(drain(claim())).hasSize(6);
    assertThat(drain(feed().claim("b", LEASE).orElseThrow())).hasSize(3);
  }

  @Test
  void recordedReadsAreNoChanges() {
    User user = user();
    feed().subscribe(NAME, OPTIONS);
    FeedLease lease = claim();
    drain(lease);
    all().as(new ActorId(new UUID(7, 7))).users().history().recordReads(List.of(user.id()));

    assertThat(state().unread()).isZero();
    assertThat(drain(lease)).isEmpty();
  }
}
