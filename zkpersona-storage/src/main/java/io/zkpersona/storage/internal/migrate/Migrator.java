package io.zkpersona.storage.internal.migrate;

import static io.zkpersona.storage.internal.tables.tables.LibraryCompatibility.LIBRARY_COMPATIBILITY;

import io.zkpersona.domain.error.ConfigurationException;
import io.zkpersona.domain.error.MigrationException;
import io.zkpersona.storage.health.MigrationStatus;
import io.zkpersona.storage.health.MigrationStatus.Migration;
import io.zkpersona.storage.health.MigrationStatus.State;
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.query.BoundConnection;
import io.zkpersona.storage.internal.query.Selection;
import io.zkpersona.storage.internal.query.SqlExecutor;
import io.zkpersona.storage.internal.query.SqlShapes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Brings the schema to the version of this library, with Flyway: own schema, own history table, own
 * place on the class path, so that a host's Flyway in the same database goes undisturbed.
 */
public final class Migrator {

  /** Where Flyway keeps what was applied. */
  public static final String HISTORY_TABLE = "zkpersona_schema_history";

  private static final String LOCATION = "classpath:zkpersona-migrations";

  /** The migration that brought the table in which newer libraries leave word. */
  private static final MigrationVersion COMPATIBILITY = MigrationVersion.fromVersion("0008");

  /** Of migrations that the baseline of an adopted database stands for, itself among them. */
  private static final Set<MigrationState> REPLACED_BY_BASELINE =
      EnumSet.of(MigrationState.BELOW_BASELINE, MigrationState.BASELINE_IGNORED);

  private final String schema;
  private final OptionalInt baseline;
  private final SqlExecutor executor;
  private final SqlShapes shapes;
  private final DataSource dataSource;
  private final SchemaHistory history;
  private final Supplier<Flyway> flyways;
  private @Nullable Flyway flyway;

  /**
   * Migrates over {@code dataSource}.
   *
   * @param baseline the migration to adopt an existing database at
   * @param patience how long to wait while another process migrates, from a second
   * @param executor what the schema is read with
   */
  public Migrator(
      DataSource dataSource,
      String schema,
      OptionalInt baseline,
      Duration patience,
      SqlExecutor executor,
      SqlShapes shapes) {
    this.schema = schema;
    this.baseline = baseline;
    this.executor = executor;
    this.shapes = shapes;
    this.dataSource = dataSource;
    this.history = new SchemaHistory(schema, shapes);
    this.flyways = () -> configure(dataSource, schema, baseline, patience).load();
  }

  /** Made when it is needed: most starts find nothing to apply, and are the faster for it. */
  private synchronized Flyway flyway() {
    Flyway made = flyway;
    if (made == null) {
      made = flyways.get();
      flyway = made;
    }
    return made;
  }

  private static FluentConfiguration configure(
      DataSource dataSource, String schema, OptionalInt baseline, Duration patience) {
    FluentConfiguration flyway =
        Flyway.configure(Migrator.class.getClassLoader())
            .dataSource(dataSource)
            .locations(LOCATION)
            .schemas(schema)
            .defaultSchema(schema)
            .table(HISTORY_TABLE)
            // One each second.
            .lockRetryCount(Math.toIntExact(patience.toSeconds()))
            .cleanDisabled(true);
    baseline.ifPresent(
        version -> flyway.baselineOnMigrate(true).baselineVersion(baselineVersion(version)));
    return flyway;
  }

  private static MigrationVersion baselineVersion(int version) {
    return MigrationVersion.fromVersion("%04d".formatted(version));
  }

  /**
   * Applies what is pending. Any number of processes may do so at once: each migration runs once.
   *
   * @throws MigrationException if this library is too old for the schema, a migration was edited
   *     after it had been applied, or one fails
   */
  public void migrate() {
    if (checkedPending() > 0) {
      translated(() -> flyway().migrate());
    }
  }

  /**
   * Refuses a schema that lacks something, or that this library is too old for.
   *
   * @throws MigrationException with the version that was found and the one that is needed
   */
  public void requireUpToDate() {
    if (checkedPending() > 0) {
      MigrationStatus status = status();
      throw new MigrationException(
          "schema %s: at version %s (expected: %s; apply the migrations, or set DB_AUTO_MIGRATE)"
              .formatted(
                  schema, status.current() == null ? "none" : status.current(), status.latest()));
    }
  }

  private int checkedPending() {
    if (isComplete()) {
      requireNewEnough();
      return 0;
    }
    return translated(
        () -> {
          var info = flyway().info();
          requireUnedited(info.applied());
          // While another process creates the schema, the history says no more than that.
          MigrationInfo current = info.current();
          MigrationVersion version = current == null ? null : current.getVersion();
          if (version == null) {
            requireKnownBaseline(info.all());
          } else if (version.compareTo(COMPATIBILITY) >= 0) {
            requireNewEnough();
          }
          return info.pending().length;
        });
  }

  private boolean isComplete() {
    try (Connection connection = dataSource.getConnection()) {
      return history.isComplete(new SqlExecutor(new BoundConnection(connection), null));
    } catch (SQLException e) {
      throw MigrationErrors.translate(e, schema);
    }
  }

  /** Flyway compares these itself, but only when it has something to apply. */
  private void requireUnedited(MigrationInfo[] applied) {
    for (MigrationInfo info : applied) {
      if (info.getState() == MigrationState.SUCCESS && !info.isChecksumMatching()) {
        throw new MigrationException(
            "schema %s: migration %s is not the one that was applied (expected: released migrations, unedited)"
                .formatted(schema, info.getVersion()));
      }
    }
  }

  private void requireKnownBaseline(MigrationInfo[] all) {
    MigrationVersion latest = all[all.length - 1].getVersion();
    baseline.ifPresent(
        version -> {
          if (baselineVersion(version).compareTo(latest) > 0) {
            throw new ConfigurationException(
                "DB_BASELINE_VERSION", version + " (expected: at most " + latest + ")");
          }
        });
  }

  private void requireNewEnough() {
    Codec<String> text = Codecs.of(LIBRARY_COMPATIBILITY.OLDEST_LIBRARY);
    List<LibraryVersion> needed =
        executor.list(
            "library_compatibility.find",
            shapes.get(
                LIBRARY_COMPATIBILITY,
                params ->
                    Selection.of(
                        List.of(LIBRARY_COMPATIBILITY.OLDEST_LIBRARY), LIBRARY_COMPATIBILITY)),
            row -> LibraryVersion.of(Objects.requireNonNull(row.read(text, 1))));
    LibraryVersion current = LibraryVersion.current();
    needed.stream()
        .max(Comparator.naturalOrder())
        .filter(oldest -> oldest.compareTo(current) > 0)
        .ifPresent(
            oldest -> {
              throw new MigrationException(
                  "schema %s: library %s is too old for it (expected: %s or newer)"
                      .formatted(schema, current, oldest));
            });
  }

  /** Where the schema stands. */
  public MigrationStatus status() {
    return translated(
        () -> {
          MigrationInfo[] all = flyway().info().all();
          List<Migration> migrations =
              Arrays.stream(all)
                  .filter(info -> info.getVersion() != null)
                  .filter(info -> !REPLACED_BY_BASELINE.contains(info.getState()))
                  .map(Migrator::migration)
                  .toList();
          String current =
              newest(migrations, migration -> migration.state() != State.PENDING).orElse(null);
          String latest =
              newest(migrations, migration -> migration.state() != State.FUTURE).orElseThrow();
          return new MigrationStatus(schema, current, latest, migrations);
        });
  }

  private static Optional<String> newest(List<Migration> migrations, Predicate<Migration> which) {
    return migrations.stream()
        .filter(which)
        .map(Migration::version)
        .max(Comparator.comparing(MigrationVersion::fromVersion));
  }

  private static Migration migration(MigrationInfo info) {
    Date installed = info.getInstalledOn();
    return new Migration(
        info.getVersion().getVersion(),
        info.getDescription(),
        state(info.getState()),
        installed == null ? null : installed.toInstant());
  }

  private static State state(MigrationState state) {
    if (state == MigrationState.BASELINE) {
      return State.BASELINE;
    }
    if (state == MigrationState.FUTURE_SUCCESS) {
      return State.FUTURE;
    }
    return state.isApplied() ? State.APPLIED : State.PENDING;
  }

  private <T extends @Nullable Object> T translated(Supplier<T> call) {
    try {
      return call.get();
    } catch (FlywayException e) {
      throw MigrationErrors.translate(e, schema, baseline.isPresent());
    }
  }
}
