package io.zkpersona.storage.repository.wild;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.audit.CreateRequest;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.page.Cursor;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.access.PermissionFixture;
import io.zkpersona.storage.access.RoleFixture;
import io.zkpersona.storage.auth.AuthSessionFixture;
import io.zkpersona.storage.behavior.BehaviorInputFixture;
import io.zkpersona.storage.behavior.BehaviorSessionFixture;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.cut.CutFixture;
import io.zkpersona.storage.error.ConfigurationException;
import io.zkpersona.storage.proof.ZkProofFixture;
import io.zkpersona.storage.repository.FilterablePaginatedRepository;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.Repository;
import io.zkpersona.storage.repository.contract.Draw;
import io.zkpersona.storage.repository.contract.EntityFixture;
import io.zkpersona.storage.repository.contract.References;
import io.zkpersona.storage.reputation.ReputationRecordFixture;
import io.zkpersona.storage.scoring.ScoringResultFixture;
import io.zkpersona.storage.sponsorship.SponsorFixture;
import io.zkpersona.storage.sponsorship.SponsoredTransactionFixture;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.Rows;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.user.UserFixture;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;

/**
 * Random values, most of them bad: each is stored and reads back equal, or is refused by name
 * before anything is written. {@code -Dzkpersona.test.seed} repeats the same values.
 */
@NewestServerOnly
class WildInputIT {

  private static final long SEED =
      Long.getLong("zkpersona.test.seed", new Random().nextInt(Integer.MAX_VALUE));
  private static final int ENTITIES = 600;
  private static final int QUESTIONS = 150;
  private static final int CONFIGURATIONS = 1_750;

  private static final List<String> VARIABLES =
      List.of(
          "DATABASE_URL",
          "POSTGRES_URL",
          "DB_MAX_CONNECTIONS",
          "DB_MIN_CONNECTIONS",
          "DB_CONNECT_TIMEOUT_SECS",
          "DB_IDLE_TIMEOUT_SECS",
          "DB_MAX_LIFETIME_SECS",
          "DB_SSL_MODE",
          "DB_AUTO_MIGRATE",
          "DB_SCHEMA",
          "DB_BASELINE_VERSION",
          "DB_STATEMENT_TIMEOUT_MS",
          "DB_LOCK_TIMEOUT_MS",
          "DB_SOCKET_TIMEOUT_SECS",
          "DB_MIGRATION_URL",
          "DB_FIND_ALL_LIMIT",
          "DB_APPLICATION_NAME",
          "DB_CURSOR_KEY");

  private static TestDatabase database;
  private static DatabaseManager manager;

  @BeforeAll
  static void open(TestReporter reporter) {
    reporter.publishEntry("zkpersona.test.seed", Long.toString(SEED));
    database = TestDatabase.migrated();
    manager = database.open();
  }

  @AfterAll
  static void close() {
    manager.close();
    database.close();
  }

  @TestFactory
  Stream<DynamicTest> isStoredAsGivenOrRefusedByName() {
    return Stream.<EntityFixture<?, ?, ?>>of(
            new UserFixture(),
            new BehaviorSessionFixture(),
            new BehaviorInputFixture(),
            new ScoringResultFixture(),
            new ZkProofFixture(),
            new ReputationRecordFixture(),
            new RoleFixture(),
            new PermissionFixture(),
            new SponsorFixture(),
            new SponsoredTransactionFixture(),
            new AuthSessionFixture())
        .map(fixture -> DynamicTest.dynamicTest(fixture + ", seed " + SEED, () -> tried(fixture)));
  }

  private static <E extends Record & Entity<I>, I extends EntityId, F extends Record> void tried(
      EntityFixture<E, I, F> fixture) {
    Repositories all = manager.repositories();
    Rows.deleteAll(database);
    Draw draw = new Draw(SEED, new References(all, fixture.fixturesBefore()));
    if (fixture.entityType.equals("sponsored transaction")) {
      draw.references().accounts.add(CutFixture.account(all));
    }
    Wild wild = new Wild(SEED);
    Storing<E, I> storing = new Storing<>(fixture, wild, rows(fixture));
    for (int i = 0; i < ENTITIES; i++) {
      String name = fixture + " " + i;
      switch (i % 3) {
        case 0 -> storing.save(name, () -> wild.changed(fixture.random(draw)));
        case 1 -> storing.create(name, () -> request(fixture, wild, draw));
        default -> storing.update(name);
      }
    }
    String cursor = cursor(fixture, all);
    for (int i = 0; i < QUESTIONS; i++) {
      ask(fixture, fixture + " question " + i, draw, wild, cursor);
    }
  }

  /** Counts the rows, including those that lists omit. */
  private static long rows(EntityFixture<?, ?, ?> fixture) {
    return Long.parseLong(database.queryOne("SELECT count(*) FROM " + fixture.table()));
  }

  /** Returns a changed request, or a function of the id that makes a changed entity. */
  @SuppressWarnings("unchecked") // a changed record has the type of the record
  private static <E extends Record & Entity<I>, I extends EntityId> CreateRequest<E, I> request(
      EntityFixture<E, I, ?> fixture, Wild wild, Draw draw) {
    E values = fixture.random(draw);
    CreateRequest<E, I> request = fixture.createRequest(values);
    return request instanceof Record record
        ? (CreateRequest<E, I>) wild.changed(record)
        : fixture.createRequest(wild.changed(values));
  }

  /** Stores values one by one and compares the stored row after each. */
  private static final class Storing<E extends Record & Entity<I>, I extends EntityId> {

    private final EntityFixture<E, I, ?> fixture;
    private final Wild wild;
    private final Repository<E, I> repository;
    private long rows;
    private @Nullable E last;

    Storing(EntityFixture<E, I, ?> fixture, Wild wild, long rows) {
      this.fixture = fixture;
      this.wild = wild;
      this.repository = fixture.repository(manager.repositories());
      this.rows = rows;
    }

    void save(String name, Supplier<E> value) {
      E given = tried(name, value);
      if (given != null) {
        inserted(name, tried(name, () -> repository.save(given)), given);
      }
    }

    void create(String name, Supplier<CreateRequest<E, I>> value) {
      CreateRequest<E, I> given = tried(name, value);
      if (given != null) {
        E stored = tried(name, () -> repository.create(given));
        inserted(name, stored, stored == null ? null : given.toEntity(stored.id()));
      }
    }

    private void inserted(String name, @Nullable E stored, @Nullable E given) {
      if (stored == null || given == null) {
        assertThat(rows(fixture)).as(name).isEqualTo(rows);
        return;
      }
      rows++;
      last = stored;
      assertThat(repository.getById(given.id())).as(name).isEqualTo(stored);
      assertThat(fixture.withAudit(stored, given.audit())).as(name).isEqualTo(given);
    }

    void update(String name) {
      E before = last;
      if (before == null) {
        return;
      }
      AtomicReference<E> given = new AtomicReference<>(before);
      E after =
          tried(
              name,
              () ->
                  repository.update(
                      before.id(),
                      current -> {
                        E changed = wild.changed(current);
                        given.set(changed);
                        return changed;
                      }));
      E expected = after == null ? before : given.get();
      E found = repository.getById(before.id());
      assertThat(fixture.withAudit(found, expected.audit())).as(name).isEqualTo(expected);
      last = found;
    }
  }

  private static <E extends Record & Entity<I>, I extends EntityId, F extends Record> String cursor(
      EntityFixture<E, I, F> fixture, Repositories all) {
    return fixture
        .filterable(all)
        .findSlice(SliceParams.builder().limit(1).build())
        .nextCursor()
        .map(Cursor::value)
        .orElse("none");
  }

  private static <E extends Record & Entity<I>, I extends EntityId, F extends Record> void ask(
      EntityFixture<E, I, F> fixture, String name, Draw draw, Wild wild, String cursor) {
    FilterablePaginatedRepository<E, F> lists = fixture.filterable(manager.repositories());
    F filter =
        tried(name, () -> wild.changed(fixture.filter(fixture.random(draw), fixture.random(draw))));
    if (filter == null) {
      return;
    }
    tried(name, () -> lists.count(filter));
    tried(name, () -> lists.findPage(filter, wild.changed(PaginationParams.firstPage())));
    tried(name, () -> lists.findSlice(filter, wild.changed(SliceParams.firstSlice())));
    tried(
        name,
        () ->
            lists.findSlice(
                SliceParams.firstSlice().withCursor(new Cursor(wild.tampered(cursor)))));
  }

  /** Returns the result of a call, or null if it was refused properly. */
  private static <T> @Nullable T tried(String name, Supplier<T> call) {
    try {
      return call.get();
    } catch (ValidationException e) {
      assertThat(e.violations())
          .as(name + ", seed " + SEED)
          .isNotEmpty()
          .noneMatch(one -> one.field().isBlank() || one.field().startsWith("a "));
    } catch (DuplicateEntityException | MissingReferenceException e) {
      assertThat(e.getMessage()).as(name).isNotBlank();
    } catch (RuntimeException e) {
      throw new AssertionError(name + ", seed " + SEED, e);
    }
    return null;
  }

  @Test
  void aConfigurationIsTakenOrRefusedByName() {
    Wild wild = new Wild(SEED);
    for (int i = 0; i < CONFIGURATIONS; i++) {
      Map<String, String> environment = new HashMap<>();
      environment.put("DATABASE_URL", "postgres://user:pass@localhost/db");
      for (int changes = wild.below(4); changes >= 0; changes--) {
        environment.put(VARIABLES.get(wild.below(VARIABLES.size())), wild.setting());
      }
      try {
        DatabaseConfig config = DatabaseConfig.fromEnvironment(environment);
        assertThat(config.toString()).as("seed " + SEED).doesNotContain("pass@");
      } catch (ConfigurationException e) {
        assertThat(e.getMessage())
            .as("seed " + SEED)
            .containsAnyOf(VARIABLES.toArray(String[]::new));
      } catch (RuntimeException e) {
        throw new AssertionError(environment + ", seed " + SEED, e);
      }
    }
  }
}
