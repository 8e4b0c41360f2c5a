package io.zkpersona.storage.testing.server;

import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.cache.CacheOptions;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.repository.Repositories;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Makes the managers of a class's tests, and of those nested in it, connect as a role that has the
 * rights of {@code migrations/grants.sql} and owns nothing. The role has the least helpful settings
 * that an administrator could give it. A schema before {@code pg_catalog} on its search path
 * shadows functions of the server with ones that fail when called. The default locale has its own
 * digits. With {@code -Dzkpersona.test.stand=pgbouncer}, connections go through PgBouncer in
 * transaction mode if it is installed. With {@code -Dzkpersona.test.stand=tenant}, the contracts
 * run in the schema of a tenant, with {@code -Dzkpersona.test.stand=caches} they read from a cache.
 */
public final class RuntimeRole implements BeforeAllCallback, AfterAllCallback {

  /**
   * Set to {@code pgbouncer}, connects the managers through it; to {@code replicas}, lets the
   * contracts of all repositories read from two replicas; to {@code caches}, them and the tests of
   * other calls that are cached from a cache in memory; to {@code tenant}, lets them run in the
   * schema of a tenant; otherwise directly to the server.
   */
  public static final String STAND = "zkpersona.test.stand";

  private static final String NAME = "runtime_role";
  private static final int SERVER_CONNECTIONS = 8;

  private static @Nullable PgBouncer pooler;

  private Locale localeBefore = Locale.ROOT;

  private static final List<String> SETTINGS =
      List.of(
          "search_path = hostile, public, pg_catalog",
          "array_nulls = off",
          "standard_conforming_strings = off",
          "backslash_quote = off",
          "DateStyle = 'German, DMY'",
          "IntervalStyle = 'sql_standard'",
          "TimeZone = 'America/St_Johns'",
          "bytea_output = 'escape'",
          "default_transaction_isolation = 'serializable'",
          "default_transaction_read_only = on",
          "default_transaction_deferrable = on",
          "statement_timeout = '500ms'",
          "lock_timeout = '500ms'",
          "idle_in_transaction_session_timeout = '500ms'",
          "transform_null_equals = on",
          "extra_float_digits = -15",
          "client_encoding = 'LATIN1'",
          "quote_all_identifiers = on",
          "row_security = off");

  @Override
  public void beforeAll(ExtensionContext context) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(TestServer.get().jdbcUrl("postgres"))) {
      if (Backends.one(connection, "SELECT count(*) FROM pg_roles WHERE rolname = '" + NAME + "'")
          .equals("0")) {
        Backends.execute(connection, "CREATE ROLE " + NAME + " LOGIN PASSWORD 'secret'");
        // Settings of a role also apply to the sessions that a coordinator opens on the nodes.
        for (String setting : TestServer.isCitus() ? List.<String>of() : SETTINGS) {
          Backends.execute(connection, "ALTER ROLE " + NAME + " SET " + setting);
        }
      }
    }
    TestDatabase.setRuntimeRole(this);
    localeBefore = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(isPooled() ? "ar-EG" : "fa-IR"));
  }

  private static boolean isPooled() {
    return System.getProperty(STAND, "").equals("pgbouncer");
  }

  /** Tells whether contracts run in the schema of a tenant. */
  public static boolean isOfTenant() {
    return System.getProperty(STAND, "").equals("tenant");
  }

  /** Tells whether contracts read from replicas. */
  public static boolean isReplicated() {
    return System.getProperty(STAND, "").equals("replicas");
  }

  /** Tells whether contracts read from a cache. */
  public static boolean isCached() {
    return System.getProperty(STAND, "").equals("caches");
  }

  /** Opens a manager, with a cache if tests read from one. */
  public static DatabaseManager open(TestDatabase database, DatabaseConfig config) {
    if (!isCached()) {
      return DatabaseManager.open(config);
    }
    DatabaseManager manager =
        DatabaseManager.builder(config)
            .cache(CacheOptions.defaults().timeToLive(Duration.ofDays(1)))
            .open();
    database.tell(manager);
    return manager;
  }

  /** Returns the repositories of such a manager, which read from its cache if it has one. */
  public static Repositories repositories(DatabaseManager of) {
    return isCached() ? of.cached() : of.repositories();
  }

  /** Returns the pooler of this JVM, which has fewer server connections than clients. */
  private static synchronized @Nullable PgBouncer pooler() {
    if (pooler == null && isPooled() && PgBouncer.isInstalled()) {
      PgBouncer started =
          PgBouncer.before(login(TestServer.get().url("postgres")), SERVER_CONNECTIONS);
      Runtime.getRuntime().addShutdownHook(new Thread(started::close));
      pooler = started;
    }
    return pooler;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    TestDatabase.setRuntimeRole(null);
    Locale.setDefault(localeBefore);
  }

  String url(String url) {
    PgBouncer between = pooler();
    return between == null ? login(url) : between.url(login(url));
  }

  private static String login(String url) {
    return url.replaceFirst("//[^@]*@", "//" + NAME + ":secret@");
  }

  /** Returns the SQL that the owner runs for the role: its rights, and the shadowing functions. */
  public String preparation() {
    return grants() + shadows();
  }

  private static String shadows() {
    try (InputStream file =
        Objects.requireNonNull(RuntimeRole.class.getResourceAsStream("/hostile.sql"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns grants.sql with psql's variables replaced. */
  public static String grants() {
    return grants("zkpersona");
  }

  static String grants(String schema) {
    try {
      return Files.readString(Path.of("../migrations/grants.sql"))
          .replace(":\"schema\"", schema)
          .replace(":\"owner\"", "CURRENT_USER")
          .replace(":\"runtime\"", NAME);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
