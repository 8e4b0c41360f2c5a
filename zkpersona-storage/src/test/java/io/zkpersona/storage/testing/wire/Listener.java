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

/** Accepts connections on a port of its own, and ends them all when it is closed. */
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

  /** Deals with a connection that has come. */
  abstract void accepted(Socket client) throws IOException;

  /** Begins to accept: to be called when the rest of the listener is made. */
  final void listen() {
    threads.execute(
        () -> {
          while (!socket.isClosed()) {
            try {
              accepted(kept(socket.accept()));
            } catch (IOException e) {
              // The listener was closed, or the client has gone.
            }
          }
        });
  }

  /** Runs something on a thread of the listener's. */
  final void execute(Runnable task) {
    threads.execute(task);
  }

  /** A socket that is closed with the listener. */
  final Socket kept(Socket other) {
    sockets.add(other);
    return other;
  }

  /** The port it listens on. */
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
