package io.zkpersona.storage.testing.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Forwards between clients and a server and counts round trips. */
public final class TripCounter implements AutoCloseable {

  private final ServerSocket listener;
  private final int server;
  private final AtomicInteger trips = new AtomicInteger();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "trip-counter");
            thread.setDaemon(true);
            return thread;
          });

  private TripCounter(int server) {
    this.server = server;
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** Starts one in front of a server on this machine. */
  public static TripCounter to(int port) {
    return new TripCounter(port);
  }

  /** Returns the port it listens on. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Returns the number of round trips that {@code work} takes. */
  public int during(Runnable work) {
    int before = trips.get();
    work.run();
    return trips.get() - before;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        new Conversation(listener.accept(), new Socket(InetAddress.getLoopbackAddress(), server));
      } catch (IOException e) {
        // The listener was closed, or the client disconnected.
      }
    }
  }

  /** One connection, on which each request is answered before the next is sent. */
  private final class Conversation {

    private boolean asked;

    Conversation(Socket client, Socket target) {
      threads.execute(() -> pump(client, target, true));
      threads.execute(() -> pump(target, client, false));
    }

    private synchronized void passed(boolean fromClient) {
      if (!fromClient && asked) {
        trips.incrementAndGet();
      }
      asked = fromClient;
    }

    private void pump(Socket from, Socket to, boolean fromClient) {
      try (from;
          to) {
        InputStream in = from.getInputStream();
        byte[] buffer = new byte[65_536];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          passed(fromClient);
          to.getOutputStream().write(buffer, 0, read);
        }
      } catch (IOException e) {
        // One side has disconnected; the other is closed too.
      }
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
