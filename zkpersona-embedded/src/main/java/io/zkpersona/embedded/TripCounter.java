package io.zkpersona.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A proxy in front of a server on this machine that counts the round trips of its clients and, on
 * request, delays them as a network would: bytes of either direction arrive later by a fixed time,
 * and bytes that follow each other do not wait for each other.
 *
 * <p>Use it to find out how often a call waits for the database, and for how long it would in a
 * network. A client's first bytes after an answer begin a round trip, and the server's next bytes
 * end it, so the number is correct for clients that read each answer before they ask again.
 *
 * <p>Thread-safe. The caller that starts a proxy closes it, which closes its connections.
 */
public final class TripCounter implements AutoCloseable {

  private static final int BUFFER = 65_536;

  private final ServerSocket listener;
  private final int server;
  private final long delayNanos;
  private final AtomicInteger trips = new AtomicInteger();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "trip-counter");
            thread.setDaemon(true);
            return thread;
          });

  private TripCounter(int server, Duration delay) {
    this.server = server;
    this.delayNanos = delay.toNanos();
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("the proxy could not listen", e);
    }
    threads.execute(this::accept);
  }

  /**
   * Starts a proxy without delay.
   *
   * @param port the port of a server on the loopback interface, 1 to 65535
   * @return the running proxy
   * @throws UncheckedIOException if it can't listen
   */
  public static TripCounter to(int port) {
    return new TripCounter(port, Duration.ZERO);
  }

  /**
   * Starts a proxy with a delay.
   *
   * @param port the port of a server on the loopback interface, 1 to 65535
   * @param delay the time by which bytes of each direction arrive later, 0 or more; a round trip
   *     takes twice as long
   * @return the running proxy
   * @throws IllegalArgumentException if the delay is negative
   * @throws UncheckedIOException if it can't listen
   */
  public static TripCounter to(int port, Duration delay) {
    if (Objects.requireNonNull(delay, "delay").isNegative()) {
      throw new IllegalArgumentException("delay: " + delay + " (expected: 0 or more)");
    }
    return new TripCounter(port, delay);
  }

  /**
   * Returns the port on which the proxy listens.
   *
   * @return the port, 1 to 65535
   */
  public int port() {
    return listener.getLocalPort();
  }

  /**
   * Counts the round trips of all connections while some work is done.
   *
   * @param work the work; its exceptions reach the caller
   * @return the number of round trips, 0 or more
   */
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

  /**
   * Bytes on their way; none at the end of a stream. Instances are never compared, so an array
   * component is safe.
   *
   * @param arrival when they arrive, in terms of {@link System#nanoTime}
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Bytes(byte[] content, long arrival) {}

  /** One connection, on which each request is answered before the next is sent. */
  private final class Conversation {

    private boolean asked;

    Conversation(Socket client, Socket target) throws IOException {
      // Otherwise small messages would wait for the acknowledgment of earlier ones.
      client.setTcpNoDelay(true);
      target.setTcpNoDelay(true);
      forward(client, target, true);
      forward(target, client, false);
    }

    private void forward(Socket from, Socket to, boolean fromClient) {
      BlockingQueue<Bytes> sent = new LinkedBlockingQueue<>();
      threads.execute(() -> read(from, fromClient, sent));
      threads.execute(() -> write(sent, from, to));
    }

    private synchronized void passed(boolean fromClient) {
      if (!fromClient && asked) {
        trips.incrementAndGet();
      }
      asked = fromClient;
    }

    private void read(Socket from, boolean fromClient, BlockingQueue<Bytes> sent) {
      byte[] buffer = new byte[BUFFER];
      try {
        InputStream in = from.getInputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          passed(fromClient);
          sent.add(new Bytes(Arrays.copyOf(buffer, read), System.nanoTime() + delayNanos));
        }
      } catch (IOException e) {
        // The connection was closed.
      }
      sent.add(new Bytes(new byte[0], System.nanoTime() + delayNanos));
    }

    private void write(BlockingQueue<Bytes> sent, Socket from, Socket to) {
      try (from;
          to) {
        for (Bytes next = sent.take(); next.content.length > 0; next = sent.take()) {
          await(next.arrival);
          to.getOutputStream().write(next.content);
        }
      } catch (IOException e) {
        // One side has disconnected; the other is closed too.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits more precisely than a sleep, which is rounded to milliseconds. */
  private static void await(long arrival) throws InterruptedException {
    for (long left = arrival - System.nanoTime(); left > 0; left = arrival - System.nanoTime()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the proxy could not be closed", e);
    }
    threads.shutdownNow();
  }
}
