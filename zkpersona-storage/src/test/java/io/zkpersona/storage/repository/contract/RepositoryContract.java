package io.zkpersona.storage.repository.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.cache.CacheOptions;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.server.Rows;
import io.zkpersona.storage.testing.server.RuntimeRole;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.testing.server.TestReplicas;
import io.zkpersona.storage.transaction.TransactionOperations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contracts that every repository meets, and the database and manager they run on. */
@ExtendWith(RuntimeRole.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class RepositoryContract<
        E extends Record & Entity<I>, I extends EntityId, F extends Record>
    implements UpdateContract<E, I, F>,
        ChangeContract<E, I, F>,
        BulkContract<E, I, F>,
        BulkOptionsContract<E, I, F>,
        AbsentContract<E, I, F>,
        WholeContract<E, I, F>,
        FilterContract<E, I, F>,
        SliceContract<E, I, F>,
        ActorContract<E, I, F>,
        HistoryContract<E, I, F>,
        RenderingContract<E, I, F>,
        NullContract<E, I, F> {

  /** The name of the tenant, where there is one. */
  protected static final String TENANT = "acme";

  private static final long SEED = 20_240_506;

  private final EntityFixture<E, I, F> fixture;
  private TestDatabase database;
  private DatabaseManager manager;
  private Draw draw;

  public RepositoryContract(EntityFixture<E, I, F> fixture) {
    this.fixture = fixture;
  }

  @BeforeAll
  void open() {
    String name = tenant();
    database = name == null ? TestDatabase.migrated() : TestDatabase.migratedFor(name);
    manager = opened();
  }

  private DatabaseManager opened() {
    if (readsFromCache()) {
      return DatabaseManager.builder(database.config().build())
          .cache(CacheOptions.defaults().timeToLive(Duration.ofDays(1)))
          .open();
    }
    return readsFromReplicas()
        ? DatabaseManager.open(
            database.config().replicaUrls(TestReplicas.get().urls(database.runtimeUrl())).build())
        : database.open();
  }

  @Override
  public boolean readsFromCache() {
    return RuntimeRole.isCached();
  }

  @Override
  public boolean readsFromReplicas() {
    return RuntimeRole.isReplicated();
  }

  /** Returns the name of the tenant in whose schema the contracts run; null for none. */
  protected @Nullable String tenant() {
    return RuntimeRole.isOfTenant() ? TENANT : null;
  }

  @Override
  public final Repositories repositoriesOf(DatabaseManager of) {
    String name = tenant();
    if (name != null) {
      return of.tenant(name).repositories();
    }
    return readsFromCache() && of == manager ? of.cached() : of.repositories();
  }

  @Override
  public final TransactionOperations transactor() {
    String name = tenant();
    return name == null ? manager : manager.tenant(name);
  }

  @BeforeEach
  void startEmpty() {
    Rows.deleteAll(database);
    if (readsFromCache()) {
      manager.dropCached();
    }
    draw = new Draw(SEED, new References(repositories(), fixture.fixturesBefore()));
  }

  @AfterEach
  void noConnectionIsLeftOut() {
    assertThat(connectionsInUse()).isZero();
  }

  @AfterAll
  void close() {
    manager.close();
    database.close();
  }

  @Override
  public final EntityFixture<E, I, F> fixture() {
    return fixture;
  }

  @Override
  public final TestDatabase database() {
    return database;
  }

  @Override
  public final DatabaseManager manager() {
    return manager;
  }

  @Override
  public final Draw draw() {
    return draw;
  }
}
