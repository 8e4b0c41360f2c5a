package io.zkpersona.storage.internal.migrate;

import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.error.ConfigurationException;
import io.zkpersona.storage.error.MigrationException;
import io.zkpersona.storage.internal.metrics.OperationRecorder;
import io.zkpersona.storage.internal.time.Backoff;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies pending migrations with Flyway. Uses a separate schema, history table and list of
 * migrations, so that a host's Flyway in the same database is not affected.
 *
 * <p>Each migration is a transaction. A migration that does not get a lock soon is rolled back and
 * retried, because all later statements, even reads, queue behind it.
 */
final class FlywayRun {

  private static final Logger LOG = LoggerFactory.getLogger(FlywayRun.class);
  private static final int DOUBLINGS = 3;

  private final DatabaseConfig config;
  private final DataSource dataSource;
  private final MigrationSessions sessions;
  private final OperationRecorder recorder;
  private int applied;

  FlywayRun(DataSource dataSource, DatabaseConfig config, OperationRecorder recorder) {
    this.recorder = recorder;
    this.config = config;
    this.dataSource = dataSource;
    this.sessions = new MigrationSessions(config);
  }

  /**
   * Applies the migrations, in several attempts if necessary.
   *
   * @param migrations the history, and the migrations of this library
   * @throws MigrationException if a migration fails or does not get its locks in time
   * @throws ConfigurationException if the connections can't be used for migrating
   */
  void migrate(AppliedMigrations migrations) {
    FlywayPlugins.require(config.schema());
    long start = System.nanoTime();
    long limit = config.migrationTimeout().toNanos();
    requireOwnSessions();
    DataSource prepared = sessions.on(dataSource);
    Backoff backoff = new Backoff(config.migrationLockTimeout(), DOUBLINGS);
    for (int attempt = 0; ; attempt++) {
      Duration left = Duration.ofNanos(limit - (System.nanoTime() - start));
      try {
        applied += flyway(prepared, migrations, left).migrate().migrationsExecuted;
        break;
      } catch (FlywayException e) {
        left = Duration.ofNanos(limit - (System.nanoTime() - start));
        if (!MigrationErrors.isLocked(e)
            || left.compareTo(Duration.ZERO) <= 0
            || !backoff.pause(attempt, left)) {
          throw translated(e);
        }
        LOG.debug("schema {}: a table is locked; the migration will be retried", config.schema());
      }
    }
    if (applied > 0) {
      LOG.info(
          "schema {}: migrated from version {} to {}, {} migrations in {} ms",
          config.schema(),
          migrations.current().orElse("none"),
          migrations.latest(),
          applied,
          (System.nanoTime() - start) / 1_000_000);
    }
  }

  private void requireOwnSessions() {
    try {
      sessions.requireOwn(dataSource);
    } catch (SQLException e) {
      throw ofMigrationUrl(MigrationErrors.translate(e, config.schema()));
    }
  }

  private ZkPersonaException translated(FlywayException e) {
    return ofMigrationUrl(
        MigrationErrors.translate(e, config.schema(), config.baselineVersion().isPresent()));
  }

  /** Attributes an error of the migration URL to its own variable. */
  private ZkPersonaException ofMigrationUrl(ZkPersonaException failure) {
    if (config.migrationUrl().isEmpty()
        || !(failure instanceof ConfigurationException wrong)
        || !wrong.variable().equals("DATABASE_URL")) {
      return failure;
    }
    String rule = String.valueOf(wrong.getMessage()).substring("DATABASE_URL: ".length());
    return new ConfigurationException("DB_MIGRATION_URL", rule, wrong.getCause());
  }

  private Flyway flyway(DataSource prepared, AppliedMigrations migrations, Duration left) {
    FluentConfiguration flyway =
        Flyway.configure(FlywayRun.class.getClassLoader())
            .dataSource(prepared)
            // Instead of the default, which belongs to the host. With both providers nothing is
            // scanned.
            .locations("classpath:" + LibraryScripts.FOLDER)
            .resourceProvider(new LibraryScripts(migrations.library()))
            .javaMigrationClassProvider(List::of)
            .schemas(config.schema())
            .defaultSchema(config.schema())
            .table(Migrator.HISTORY_TABLE)
            .loggers(FlywayLog.name())
            // One retry per second.
            .lockRetryCount(Math.toIntExact(Math.max(1, left.toSeconds())))
            .cleanDisabled(true);
    config
        .baselineVersion()
        .ifPresent(
            version ->
                flyway
                    .baselineOnMigrate(true)
                    .baselineVersion(
                        MigrationVersion.fromVersion(String.format(Locale.ROOT, "%04d", version))));
    Flyway loaded = flyway.load();
    // Loading adds the callbacks that it finds in the host's package db.callback.
    if (loaded.getConfiguration() instanceof ClassicConfiguration configuration) {
      configuration.setCallbacks(callbacks());
    }
    return loaded;
  }

  private Callback[] callbacks() {
    return recorder.isObserved() ? new Callback[] {new MigrationTimes(recorder)} : new Callback[0];
  }
}
