package io.zkpersona.storage.internal.signal;

import io.zkpersona.storage.internal.execution.DirectCall;
import io.zkpersona.storage.internal.execution.Opening;
import io.zkpersona.storage.internal.execution.ServerSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to a channel of the server on a connection and a thread of its own, until its receiver
 * needs no more notifications or the connection is lost. Through a pooler, whose sessions are
 * shared, there is no LISTEN. Thread-safe.
 */
public final class ChannelListener implements Runnable {

  /** Receives notifications, on the listener's thread. */
  public interface Receiver {

    /** Called once notifications arrive; returns false to end. */
    boolean begun();

    /** Called with the payloads of notifications that arrived. */
    void received(List<String> payloads);

    /** Called now and then while no notification arrives; returns true to end. */
    boolean isDone();

    /** Called instead of {@link #begun} if the server cannot be listened to through a pooler. */
    void impossible();

    /** Called if there is no connection, or if it was lost. */
    void failed(SQLException failure);
  }

  private static final Logger LOG = LoggerFactory.getLogger(ChannelListener.class);

  /** LISTEN and UNLISTEN have no typed jOOQ class. */
  private static final String LISTEN = "LISTEN ";

  private static final String UNLISTEN = "UNLISTEN ";
  private static final int TEST_SECONDS = 10;

  private final DataSource connections;
  private final String channel;
  private final int quietMillis;
  private final Receiver receiver;
  private volatile @Nullable Connection connection;

  /**
   * Creates a listener.
   *
   * @param channel the channel, an identifier that needs no quotes
   * @param quiet how long the connection is silent before it is tested
   */
  public ChannelListener(
      DataSource connections, String channel, Duration quiet, Receiver receiver) {
    this.connections = connections;
    this.channel = channel;
    this.quietMillis = Math.toIntExact(quiet.toMillis());
    this.receiver = receiver;
  }

  /** Starts a daemon thread that listens. */
  public void start(String threadName) {
    Thread thread = new Thread(this, threadName);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    try (Connection opened = connections.getConnection()) {
      PGConnection notifying = opened.unwrap(PGConnection.class);
      if (Opening.isShared(opened) || !ServerSession.of(opened).isBehind(opened)) {
        receiver.impossible();
        return;
      }
      DirectCall.run(opened, LISTEN + channel);
      connection = opened;
      if (receiver.begun()) {
        read(notifying, opened);
      }
      // It may return to a pool of the host.
      DirectCall.run(opened, UNLISTEN + channel);
    } catch (SQLException e) {
      receiver.failed(e);
    } catch (RuntimeException | Error e) {
      // Includes errors: waiters must learn that the listener has ended.
      LOG.warn("the listener ended with {}", e.getClass().getName());
      receiver.failed(new SQLException("the listener failed", e));
    }
  }

  private void read(PGConnection notifying, Connection opened) throws SQLException {
    while (true) {
      PGNotification[] received = notifying.getNotifications(quietMillis);
      if (received != null && received.length > 0) {
        receiver.received(Arrays.stream(received).map(PGNotification::getParameter).toList());
      } else if (receiver.isDone()) {
        return;
      } else if (!opened.isValid(TEST_SECONDS)) {
        throw new SQLException("the listening connection was lost", "08006");
      }
    }
  }

  /** Aborts the connection; an ordinary close would wait for the read in progress. */
  public void drop() {
    Connection dropped = connection;
    try {
      if (dropped != null) {
        dropped.abort(Runnable::run);
      }
    } catch (SQLException e) {
      LOG.warn("the listening connection could not be closed (SQLSTATE {})", e.getSQLState());
    }
  }
}
