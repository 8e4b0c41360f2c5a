package io.zkpersona.storage.repository;

import io.zkpersona.storage.auth.AuthSessionKind;
import io.zkpersona.storage.behavior.BehaviorInputKind;
import io.zkpersona.storage.behavior.BehaviorSessionKind;
import io.zkpersona.storage.proof.ZkProofKind;
import io.zkpersona.storage.repository.contract.Draw;
import io.zkpersona.storage.repository.contract.EntityKind;
import io.zkpersona.storage.repository.contract.References;
import io.zkpersona.storage.scoring.ScoringResultKind;
import io.zkpersona.storage.user.UserKind;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bulk calls keep what is null in a session that takes the word for a text. */
class ArrayNullsIT {

  private static final int ROWS = 60;

  private TestDatabase database;
  private DatabaseManager manager;
  private Connection connection;
  private Repositories repositories;

  @BeforeEach
  void open() throws SQLException {
    database = TestDatabase.migrated();
    manager = database.open();
    connection = database.connect();
    Backends.execute(connection, "SET array_nulls = off");
    repositories = manager.repositoriesOn(connection);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    manager.close();
    database.close();
  }

  static Stream<EntityKind<?, ?, ?>> kinds() {
    return Stream.of(
        new UserKind(),
        new BehaviorSessionKind(),
        new BehaviorInputKind(),
        new ScoringResultKind(),
        new ZkProofKind(),
        new AuthSessionKind());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <E extends Record & Entity<I>, I extends EntityId> void anUpdateOfManyKeepsNulls(
      EntityKind<E, I, ?> kind) {
    assertStored(kind, all -> kind.repository(repositories).updateAll(all, BulkOptions.atomic()));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <E extends Record & Entity<I>, I extends EntityId> void anUpsertOfManyKeepsNulls(
      EntityKind<E, I, ?> kind) {
    assertStored(kind, all -> kind.repository(repositories).upsertAll(all, BulkOptions.atomic()));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <E extends Record & Entity<I>, I extends EntityId> void anInsertOfAbsentOnesKeepsNulls(
      EntityKind<E, I, ?> kind) {
    Draw draw = new Draw(24, new References(manager.repositories(), 5));
    List<E> given = Stream.generate(() -> kind.random(draw)).limit(ROWS).toList();

    for (long inserted : new long[] {ROWS, 0}) {
      BulkResult result = kind.repository(repositories).insertAbsent(given, BulkOptions.atomic());
      assertThat(result.inserted()).isEqualTo(inserted);
      assertThat(result.present()).isEqualTo(ROWS - inserted);
    }
    assertThat(kind.repository(repositories).findAllById(given.stream().map(Entity::id).toList()))
        .extracting(row -> kind.withAudit(row, given.get(0).audit()))
        .containsExactlyInAnyOrderElementsOf(
            given.stream().map(row -> kind.withAudit(row, given.get(0).audit())).toList());
  }

  private <E extends Record & Entity<I>, I extends EntityId> void assertStored(
      EntityKind<E, I, ?> kind, Consumer<List<E>> call) {
    Draw draw = new Draw(23, new References(manager.repositories(), 5));
    List<E> changed = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      E stored = kind.repository(repositories).save(kind.random(draw));
      changed.add(kind.upserted(stored, kind.changedForUpsert(stored, draw)));
    }

    call.accept(changed);

    Comparator<E> order = kind.byId();
    List<E> found =
        kind.repository(repositories).findAllById(changed.stream().map(Entity::id).toList());
    UnaryOperator<E> plain = row -> kind.withAudit(row, changed.get(0).audit());
    assertThat(found.stream().map(plain).sorted(order))
        .containsExactlyElementsOf(changed.stream().map(plain).sorted(order).toList());
  }
}
