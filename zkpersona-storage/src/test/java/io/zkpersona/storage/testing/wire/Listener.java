package io.zkpersona.storage.testing.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Accepts connections on its own port and closes them all when it is closed. */
abstract class Listener implements AutoCloseable {

  private final ServerSocket socket;
  private final ExecutorService threads;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

  Listener(String name) {
    try {
      this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Handles a new connection. */
  abstract void accepted(Socket client) throws IOException;

  /** Starts to accept; called once the subclass is initialized. */
  final void listen() {
    threads.execute(
        () -> {
          while (!socket.isClosed()) {
            try {
              accepted(kept(socket.accept()));
            } catch (IOException e) {
              // The listener was closed, or the client disconnected.
            }
          }
        });
  }

  /** Runs a task on one of the listener's threads. */
  final void execute(Runnable task) {
    threads.execute(task);
  }

  /** Registers a socket to be closed with the listener. */
  final Socket kept(Socket other) {
    sockets.add(other);
    return other;
  }

  /** Returns the port it listens on. */
  public final int port() {
    return socket.getLocalPort();
  }

  final void closeAll() {
    for (Socket one = sockets.poll(); one != null; one = sockets.poll()) {
      try {
        one.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    closeAll();
    threads.shutdownNow();
  }
}
