package io.zkpersona.storage.internal.pool;

import io.zkpersona.storage.internal.execution.Opening;
import io.zkpersona.storage.internal.execution.ServerSession;
import io.zkpersona.storage.internal.execution.SharedSession;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.LoggerFactory;

/**
 * Opens the connections of a configuration, in sessions with the settings that it needs.
 *
 * <p>The settings are sent in the startup packet, together with a mark. A session that has the mark
 * afterwards belongs to the connection alone. If the server rejects such settings or loses the
 * mark, a pooler is in between, and the next transaction may run in another session: such a
 * connection is a {@link SharedSession}, which applies its settings in each transaction and never
 * to a session. Thread-safe.
 */
final class DriverSource implements DataSource {

  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(DriverSource.class);

  /** The expected kind of server. */
  enum Role {
    PRIMARY,
    REPLICA
  }

  /** Which settings are sent in the startup packet. */
  private enum Sent {
    ALL,
    PORTABLE,
    NOTHING;

    private static final String PROTOCOL_VIOLATION = "08P01";
    private static final String INVALID_VALUE = "22023";

    /**
     * Returns what the next attempt sends after a rejection; this value if another attempt is
     * useless.
     */
    Sent after(@Nullable String state) {
      if (PROTOCOL_VIOLATION.equals(state)) {
        return NOTHING;
      }
      return INVALID_VALUE.equals(state) && this == ALL ? PORTABLE : this;
    }
  }

  private final PGSimpleDataSource driver;
  private final SessionSettings settings;
  private final Opening ofPrimary;
  private final Opening ofStandby;
  private final boolean thresholdIsSet;
  private final AtomicBoolean saidShared = new AtomicBoolean();
  private final AtomicBoolean saidStandby;
  private volatile Sent taken = Sent.ALL;

  /**
   * Connects with the configuration of {@code driver}.
   *
   * @param thresholdIsSet whether the configuration sets the prepare threshold
   */
  DriverSource(
      PGSimpleDataSource driver, Role role, SessionSettings settings, boolean thresholdIsSet) {
    this.driver = driver;
    this.saidStandby = new AtomicBoolean(role == Role.REPLICA);
    this.settings = settings;
    this.ofPrimary = Opening.with(settings.forEachTransaction(), true);
    this.ofStandby = Opening.with(settings.forEachTransaction(), false);
    this.thresholdIsSet = thresholdIsSet;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return getConnection(driver.getUser(), driver.getPassword());
  }

  @Override
  public Connection getConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    String mark = UUID.randomUUID().toString();
    Connection connection = connect(user, password, mark);
    try {
      return withKnownSession(connection, mark);
    } catch (Throwable failure) {
      connection.close();
      throw failure;
    }
  }

  private Connection connect(@Nullable String user, @Nullable String password, String mark)
      throws SQLException {
    for (Sent sent = taken; ; ) {
      try {
        Connection connection = connect(user, password, mark, sent);
        taken = sent;
        return connection;
      } catch (SQLException refusal) {
        Sent next = sent.after(refusal.getSQLState());
        if (next == sent) {
          throw refusal;
        }
        sent = next;
      }
    }
  }

  private Connection connect(
      @Nullable String user, @Nullable String password, String mark, Sent sent)
      throws SQLException {
    Properties properties = new Properties();
    set(properties, "user", user);
    set(properties, "password", password);
    if (sent != Sent.NOTHING) {
      properties.setProperty(
          "options", settings.options(ServerSession.MARK, mark, sent == Sent.ALL));
    }
    Connection connection = new Driver().connect(driver.getURL(), properties);
    if (connection == null) {
      throw new SQLException("not a URL of the PostgreSQL driver", "08001");
    }
    return connection;
  }

  private static void set(Properties properties, String name, @Nullable String value) {
    if (value != null) {
      properties.setProperty(name, value);
    }
  }

  private Connection withKnownSession(Connection connection, String mark) throws SQLException {
    ServerSession session = ServerSession.of(connection);
    if (session.standby() && saidStandby.compareAndSet(false, true)) {
      LOG.warn("the server is a standby: reads work, writes are rejected");
    }
    if (session.mark().equals(mark) && session.isBehind(connection)) {
      return connection;
    }
    if (saidShared.compareAndSet(false, true)) {
      LOG.info("connections go through a pooler: settings are sent with each transaction");
    }
    if (!thresholdIsSet) {
      connection.unwrap(PGConnection.class).setPrepareThreshold(0);
    }
    Opening opening = session.standby() ? ofStandby : ofPrimary;
    return shared(connection, () -> opening);
  }

  private static Connection shared(Connection real, SharedSession session) {
    return (Connection)
        Proxy.newProxyInstance(
            DriverSource.class.getClassLoader(),
            new Class<?>[] {Connection.class, SharedSession.class},
            (proxy, method, arguments) -> answer(real, session, method, arguments));
  }

  private static @Nullable Object answer(
      Connection real, SharedSession session, Method method, Object @Nullable [] arguments)
      throws Throwable {
    return switch (method.getName()) {
      case "opening" -> session.opening();
      case "isWrapperFor" ->
          arguments != null
              && (arguments[0] == SharedSession.class
                  || real.isWrapperFor((Class<?>) arguments[0]));
      case "unwrap" ->
          arguments != null && arguments[0] == SharedSession.class
              ? session
              : invoke(real, method, arguments);
      default -> invoke(real, method, arguments);
    };
  }

  private static @Nullable Object invoke(
      Connection real, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return driver.getLogWriter();
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {
    driver.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) {
    driver.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() {
    return driver.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() {
    return driver.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return driver.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return driver.isWrapperFor(type);
  }
}
