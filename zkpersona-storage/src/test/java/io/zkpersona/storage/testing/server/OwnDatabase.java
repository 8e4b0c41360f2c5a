package io.zkpersona.storage.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfigBuilder;
import io.zkpersona.storage.repository.Repositories;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A database for one test class, empty before each test. No test may leave a connection in use. */
public final class OwnDatabase
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

  private final UnaryOperator<DatabaseConfigBuilder> settings;
  private TestDatabase database;
  private DatabaseManager manager;

  public OwnDatabase() {
    this(settings -> settings);
  }

  public OwnDatabase(UnaryOperator<DatabaseConfigBuilder> settings) {
    this.settings = settings;
  }

  public TestDatabase database() {
    return database;
  }

  public DatabaseManager manager() {
    return manager;
  }

  /** Returns the manager's repositories, which read from its cache if it has one. */
  public Repositories repositories() {
    return RuntimeRole.repositories(manager);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    database = TestDatabase.migrated();
    manager = RuntimeRole.open(database, settings.apply(database.config()).build());
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    Rows.deleteAll(database);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    assertThat(manager.poolStats().orElseThrow().active()).isZero();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    manager.close();
    database.close();
  }
}
