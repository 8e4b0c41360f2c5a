package io.zkpersona.storage.repository.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.testing.server.Rows;
import io.zkpersona.storage.testing.server.RuntimeRole;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.testing.server.TestReplicas;
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
    database = createDatabase();
    manager =
        readsFromReplicas()
            ? DatabaseManager.open(
                database
                    .config()
                    .replicaUrls(TestReplicas.get().urls(database.runtimeUrl()))
                    .build())
            : database.open();
  }

  @Override
  public boolean readsFromReplicas() {
    return RuntimeRole.isReplicated();
  }

  /** Creates the database on which the contracts run. */
  protected TestDatabase createDatabase() {
    return TestDatabase.migrated();
  }

  @BeforeEach
  void startEmpty() {
    Rows.deleteAll(database);
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
