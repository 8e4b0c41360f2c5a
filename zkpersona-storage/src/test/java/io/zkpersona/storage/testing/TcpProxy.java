package io.zkpersona.storage.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a test and a server: counts connections, and drops or ignores them as told. */
public final class TcpProxy implements AutoCloseable {

  /** What becomes of a new connection. */
  private enum Behavior {
    FORWARD,
    DROP,
    IGNORE
  }

  private final ServerSocket listener;
  private final String host;
  private final int port;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "tcp-proxy");
            thread.setDaemon(true);
            return thread;
          });
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final Semaphore arrivals = new Semaphore(0);
  private volatile Behavior behavior;
  private volatile int forwardFrom;
  private volatile boolean frozen;

  private TcpProxy(String target, Behavior behavior, int forwardFrom) {
    int colon = target.lastIndexOf(':');
    this.host = target.substring(0, colon);
    this.port = Integer.parseInt(target.substring(colon + 1));
    this.behavior = behavior;
    this.forwardFrom = forwardFrom;
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** Passes everything on to {@code host:port}. */
  public static TcpProxy to(String target) {
    return new TcpProxy(target, Behavior.FORWARD, 0);
  }

  /** Drops the first connections and passes later ones on. */
  public static TcpProxy droppingFirst(int count, String target) {
    return new TcpProxy(target, Behavior.DROP, count);
  }

  /** Drops every connection. */
  public static TcpProxy dropping() {
    return new TcpProxy("localhost:1", Behavior.DROP, Integer.MAX_VALUE);
  }

  /** Accepts every connection and never says a word. */
  public static TcpProxy silent() {
    return new TcpProxy("localhost:1", Behavior.IGNORE, Integer.MAX_VALUE);
  }

  /** The port it listens on. */
  public int port() {
    return listener.getLocalPort();
  }

  /** How many connections were made, dropped ones included. */
  public int connections() {
    return connections.get();
  }

  /** Waits until one more connection has come than at the last call. */
  public void awaitConnection() throws InterruptedException {
    if (!arrivals.tryAcquire(30, TimeUnit.SECONDS)) {
      throw new AssertionError("no connection came");
    }
  }

  /** From now on drops new connections, and those that exist at once. */
  public void cut() {
    forwardFrom = Integer.MAX_VALUE;
    behavior = Behavior.DROP;
    closeAll();
  }

  /** From now on swallows what is sent, and closes nothing, as a machine that has lost power. */
  public void freeze() {
    frozen = true;
  }

  /** From now on passes new connections on. */
  public void mend() {
    behavior = Behavior.FORWARD;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        int number = connections.incrementAndGet();
        sockets.add(client);
        if (behavior == Behavior.FORWARD || number > forwardFrom) {
          forward(client);
        } else if (behavior == Behavior.DROP) {
          client.close();
        }
        arrivals.release();
      } catch (IOException e) {
        // The listener was closed, or the client has gone.
      }
    }
  }

  private void forward(Socket client) throws IOException {
    Socket server = new Socket(host, port);
    sockets.add(server);
    threads.execute(() -> pump(client, server));
    threads.execute(() -> pump(server, client));
  }

  private void pump(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (!frozen) {
          out.write(buffer, 0, read);
          out.flush();
        }
      }
    } catch (IOException e) {
      // One side has gone; the other is closed too.
    }
  }

  private void closeAll() {
    for (Socket socket = sockets.poll(); socket != null; socket = sockets.poll()) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
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
    closeAll();
    threads.shutdownNow();
  }
}
