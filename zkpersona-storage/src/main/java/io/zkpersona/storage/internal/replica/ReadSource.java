package io.zkpersona.storage.internal.replica;

import io.zkpersona.storage.health.RoutingStats.Reason;
import io.zkpersona.storage.internal.execution.ConnectionSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Lends connections for reads: of a replica that fulfills the caller's consistency, else of the
 * primary. Thread-safe.
 */
final class ReadSource implements ConnectionSource {

  private static final String CANCELED = "57014";

  private final Replicas replicas;
  private final Request request;
  private final ConnectionSource primary;
  private final Map<Connection, Replica> lent = new ConcurrentHashMap<>();

  ReadSource(Replicas replicas, Request request, ConnectionSource primary) {
    this.replicas = replicas;
    this.request = request;
    this.primary = primary;
  }

  @Override
  public Connection acquire() throws SQLException {
    primary.requireOpen();
    Connection connection = replicas.lend(request, lent);
    return connection == null ? primary.acquire() : connection;
  }

  @Override
  public @Nullable ConnectionSource insteadOf(Connection connection, SQLException failure) {
    // The primary would take as long as the limit that the read exceeded.
    if (!lent.containsKey(connection)
        || CANCELED.equals(failure.getSQLState())
        || Thread.currentThread().isInterrupted()) {
      return null;
    }
    replicas.count(Reason.REPEATED);
    return primary;
  }

  @Override
  public void release(Connection connection) {
    Replica replica = lent.remove(connection);
    (replica == null ? primary : replica.source()).release(connection);
  }

  @Override
  public void discard(Connection connection) {
    Replica replica = lent.remove(connection);
    if (replica == null) {
      primary.discard(connection);
    } else {
      replica.failed(null);
      replica.source().discard(connection);
    }
  }

  @Override
  public void lending(Connection connection) throws SQLException {
    Replica replica = lent.get(connection);
    (replica == null ? primary : replica.source()).lending(connection);
  }

  @Override
  public ConnectionSource forWriting() {
    return primary;
  }

  @Override
  public void requireOpen() {
    primary.requireOpen();
  }

  @Override
  public void requireHandover() {
    primary.requireHandover();
  }
}
