package io.zkpersona.storage.internal.signal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * The channels of the server on which a manager's threads wait for the notifications of one schema.
 * All schemas share one connection for each channel. Thread-safe.
 */
public final class Signals implements AutoCloseable {

  private record Waited(String channel, String schema) {}

  /** The listeners and channels that all schemas of a manager share. */
  private static final class Shared {

    private final DataSource connections;
    private final Map<String, SharedListener> listeners = new ConcurrentHashMap<>();
    private final Map<Waited, ChannelSignals> channels = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Shared(DataSource connections) {
      this.connections = connections;
    }

    SharedListener listener(String channel) {
      return listeners.computeIfAbsent(
          channel, missing -> new SharedListener(connections, missing, ChannelSignals.QUIET));
    }
  }

  private final Shared shared;
  private final String schema;
  private final String payload;

  /** Listens on connections of {@code connections}, one for each channel on which threads wait. */
  public Signals(DataSource connections, String schema) {
    this(new Shared(connections), schema, schema);
  }

  private Signals(Shared shared, String schema, String payload) {
    this.shared = shared;
    this.schema = schema;
    this.payload = payload;
  }

  /**
   * Returns the signals of another schema, over the same connections.
   *
   * @param other the name of the schema, the payload of its notifications
   * @param inStatements the name by which statements notify, for example a placeholder
   */
  public Signals of(String other, String inStatements) {
    return new Signals(shared, other, inStatements);
  }

  /**
   * Returns the name of the schema as statements have it. It is the payload of all notifications
   * that wake.
   */
  public String schema() {
    return payload;
  }

  /** Tells whether other signals are those of the same schema. */
  public boolean isOfSameSchema(Signals other) {
    return schema.equals(other.schema);
  }

  /** Returns a channel, an identifier that needs no quotes. */
  public ChannelSignals on(String channel) {
    ChannelSignals found =
        shared.channels.computeIfAbsent(
            new Waited(channel, schema),
            missing -> new ChannelSignals(shared.listener(missing.channel), missing.schema));
    if (shared.closed) {
      found.close();
    }
    return found;
  }

  /** Wakes and rejects all waiters of all schemas, and closes the connections. */
  @Override
  public void close() {
    shared.closed = true;
    shared.channels.values().forEach(ChannelSignals::close);
  }
}
