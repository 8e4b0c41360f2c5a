package io.zkpersona.storage.internal.signal;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Listens to a channel for any number of receivers over one connection, which is open while there
 * are receivers. Calls receivers without holding a lock. Thread-safe.
 */
final class SharedListener {

  private final DataSource connections;
  private final String channel;
  private final Duration quiet;
  private final Lock lock = new ReentrantLock();
  private @Nullable Running running;

  /** Creates a listener; its parameters are those of {@link ChannelListener}. */
  SharedListener(DataSource connections, String channel, Duration quiet) {
    this.connections = connections;
    this.channel = channel;
    this.quiet = quiet;
  }

  /** Adds a receiver, and opens the connection if it is the first one. */
  void add(ChannelListener.Receiver receiver) {
    boolean begun;
    Running started = null;
    lock.lock();
    try {
      Running current = running;
      if (current == null) {
        current = new Running();
        started = current;
        running = current;
      }
      current.receivers.add(receiver);
      begun = current.begun;
    } finally {
      lock.unlock();
    }
    if (started != null) {
      started.listener.start("zkpersona-signals");
    } else if (begun) {
      receiver.begun();
    }
  }

  /** Removes a receiver, and drops the connection if it was the last one. */
  void remove(ChannelListener.Receiver receiver) {
    Running dropped = null;
    lock.lock();
    try {
      Running current = running;
      if (current != null && current.receivers.remove(receiver) && current.receivers.isEmpty()) {
        running = null;
        dropped = current;
      }
    } finally {
      lock.unlock();
    }
    if (dropped != null) {
      dropped.listener.drop();
    }
  }

  /** The lifecycle of one connection. */
  private final class Running implements ChannelListener.Receiver {

    private final List<ChannelListener.Receiver> receivers = new CopyOnWriteArrayList<>();
    private final ChannelListener listener = new ChannelListener(connections, channel, quiet, this);

    /** Guarded by the lock. */
    private boolean begun;

    @Override
    public boolean begun() {
      lock.lock();
      try {
        begun = true;
      } finally {
        lock.unlock();
      }
      removeIf(receiver -> !receiver.begun());
      return !endIfUnused();
    }

    @Override
    public void received(List<String> payloads) {
      receivers.forEach(receiver -> receiver.received(payloads));
    }

    @Override
    public boolean isDone() {
      removeIf(ChannelListener.Receiver::isDone);
      return endIfUnused();
    }

    /** Iterates over a snapshot: the list's own method would hold its lock while it asks. */
    private void removeIf(Predicate<ChannelListener.Receiver> isOver) {
      for (ChannelListener.Receiver receiver : List.copyOf(receivers)) {
        if (isOver.test(receiver)) {
          receivers.remove(receiver);
        }
      }
    }

    private boolean endIfUnused() {
      lock.lock();
      try {
        if (!receivers.isEmpty()) {
          return false;
        }
        forget();
        return true;
      } finally {
        lock.unlock();
      }
    }

    private void forget() {
      if (running == this) {
        running = null;
      }
    }

    @Override
    public void impossible() {
      end(ChannelListener.Receiver::impossible);
    }

    @Override
    public void failed(SQLException failure) {
      end(receiver -> receiver.failed(failure));
    }

    private void end(Consumer<ChannelListener.Receiver> tell) {
      lock.lock();
      try {
        forget();
      } finally {
        lock.unlock();
      }
      receivers.forEach(tell);
    }
  }
}
