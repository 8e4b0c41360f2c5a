package io.zkpersona.storage.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.auth.AuthSessionFixture;
import io.zkpersona.storage.behavior.BehaviorInputFixture;
import io.zkpersona.storage.behavior.BehaviorSessionFixture;
import io.zkpersona.storage.proof.ZkProofFixture;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.bulk.BulkResult;
import io.zkpersona.storage.repository.contract.Draw;
import io.zkpersona.storage.repository.contract.EntityFixture;
import io.zkpersona.storage.repository.contract.References;
import io.zkpersona.storage.scoring.ScoringResultFixture;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.user.UserFixture;
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

/** Bulk calls store nulls as nulls in a session with {@code array_nulls} off. */
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

  static Stream<EntityFixture<?, ?, ?>> fixtures() {
    return Stream.of(
        new UserFixture(),
        new BehaviorSessionFixture(),
        new BehaviorInputFixture(),
        new ScoringResultFixture(),
        new ZkProofFixture(),
        new AuthSessionFixture());
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  <E extends Record & Entity<I>, I extends EntityId> void anUpdateOfManyKeepsNulls(
      EntityFixture<E, I, ?> fixture) {
    assertStored(
        fixture, all -> fixture.repository(repositories).updateAll(all, BulkOptions.atomic()));
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  <E extends Record & Entity<I>, I extends EntityId> void anUpsertOfManyKeepsNulls(
      EntityFixture<E, I, ?> fixture) {
    assertStored(
        fixture, all -> fixture.repository(repositories).upsertAll(all, BulkOptions.atomic()));
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  <E extends Record & Entity<I>, I extends EntityId> void anInsertOfAbsentOnesKeepsNulls(
      EntityFixture<E, I, ?> fixture) {
    Draw draw = new Draw(24, new References(manager.repositories(), 5));
    List<E> given = Stream.generate(() -> fixture.random(draw)).limit(ROWS).toList();

    for (long inserted : new long[] {ROWS, 0}) {
      BulkResult result =
          fixture.repository(repositories).insertAbsent(given, BulkOptions.atomic());
      assertThat(result.inserted()).isEqualTo(inserted);
      assertThat(result.present()).isEqualTo(ROWS - inserted);
    }
    assertThat(
            fixture.repository(repositories).findAllById(given.stream().map(Entity::id).toList()))
        .extracting(row -> fixture.withAudit(row, given.get(0).audit()))
        .containsExactlyInAnyOrderElementsOf(
            given.stream().map(row -> fixture.withAudit(row, given.get(0).audit())).toList());
  }

  private <E extends Record & Entity<I>, I extends EntityId> void assertStored(
      EntityFixture<E, I, ?> fixture, Consumer<List<E>> call) {
    Draw draw = new Draw(23, new References(manager.repositories(), 5));
    List<E> changed = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      E stored = fixture.repository(repositories).save(fixture.random(draw));
      changed.add(fixture.upserted(stored, fixture.changedForUpsert(stored, draw)));
    }

    call.accept(changed);

    Comparator<E> order = fixture.byId();
    List<E> found =
        fixture.repository(repositories).findAllById(changed.stream().map(Entity::id).toList());
    UnaryOperator<E> plain = row -> fixture.withAudit(row, changed.get(0).audit());
    assertThat(found.stream().map(plain).sorted(order))
        .containsExactlyElementsOf(changed.stream().map(plain).sorted(order).toList());
  }
}
