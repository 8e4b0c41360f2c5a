package io.zkpersona.storage.internal.execution;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** The channels of the server on which a manager's threads wait for notifications. Thread-safe. */
public final class Signals implements AutoCloseable {

  private final DataSource connections;
  private final String schema;
  private final Map<String, ChannelSignals> channels = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** Listens on connections of {@code connections}, one for each channel on which threads wait. */
  public Signals(DataSource connections, String schema) {
    this.connections = connections;
    this.schema = schema;
  }

  /** Returns the name of the schema, which is the payload of all notifications that wake. */
  public String schema() {
    return schema;
  }

  /** Returns a channel, an identifier that needs no quotes. */
  public ChannelSignals on(String channel) {
    ChannelSignals found =
        channels.computeIfAbsent(
            channel, missing -> new ChannelSignals(connections, missing, schema));
    if (closed) {
      found.close();
    }
    return found;
  }

  /** Wakes and rejects all waiters, and closes the connections. */
  @Override
  public void close() {
    closed = true;
    channels.values().forEach(ChannelSignals::close);
  }
}
