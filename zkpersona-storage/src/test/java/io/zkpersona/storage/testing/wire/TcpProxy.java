package io.zkpersona.storage.testing.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Forwards between a test and a server, counts connections, and drops or ignores them as told. */
public final class TcpProxy extends Listener {

  /** The treatment of a new connection. */
  private enum Behavior {
    FORWARD,
    DROP,
    IGNORE
  }

  private final AtomicInteger connections = new AtomicInteger();
  private final Semaphore arrivals = new Semaphore(0);
  private volatile InetSocketAddress target;
  private volatile Behavior behavior;
  private volatile int forwardFrom;
  private volatile boolean frozen;

  private TcpProxy(String target, Behavior behavior, int forwardFrom) {
    super("tcp-proxy");
    this.target = address(target);
    this.behavior = behavior;
    this.forwardFrom = forwardFrom;
    listen();
  }

  private static InetSocketAddress address(String target) {
    int colon = target.lastIndexOf(':');
    return new InetSocketAddress(
        target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)));
  }

  /** Forwards everything to {@code host:port}. */
  public static TcpProxy to(String target) {
    return new TcpProxy(target, Behavior.FORWARD, 0);
  }

  /** Drops the first connections and forwards later ones. */
  public static TcpProxy droppingFirst(int count, String target) {
    return new TcpProxy(target, Behavior.DROP, count);
  }

  /** Drops every connection. */
  public static TcpProxy dropping() {
    return new TcpProxy("localhost:1", Behavior.DROP, Integer.MAX_VALUE);
  }

  /** Accepts every connection and never answers. */
  public static TcpProxy silent() {
    return new TcpProxy("localhost:1", Behavior.IGNORE, Integer.MAX_VALUE);
  }

  /** Returns the number of connections, including dropped ones. */
  public int connections() {
    return connections.get();
  }

  /** Waits for one connection more than at the last call. */
  public void awaitConnection() throws InterruptedException {
    if (!arrivals.tryAcquire(30, TimeUnit.SECONDS)) {
      throw new AssertionError("no connection came");
    }
  }

  /** Drops existing connections now, and new ones from now on. */
  public void cut() {
    forwardFrom = Integer.MAX_VALUE;
    behavior = Behavior.DROP;
    closeAll();
  }

  /** Discards all traffic from now on and closes nothing, like a machine that has lost power. */
  public void freeze() {
    frozen = true;
  }

  /** Forwards traffic again; drops the connections that lost some. */
  public void thaw() {
    closeAll();
    frozen = false;
  }

  /** Forwards new connections to another server from now on. */
  public void leadTo(String newTarget) {
    target = address(newTarget);
  }

  /** Forwards new connections from now on. */
  public void mend() {
    behavior = Behavior.FORWARD;
  }

  @Override
  void accepted(Socket client) throws IOException {
    int number = connections.incrementAndGet();
    if (behavior == Behavior.FORWARD || number > forwardFrom) {
      forward(client);
    } else if (behavior == Behavior.DROP) {
      client.close();
    }
    arrivals.release();
  }

  private void forward(Socket client) throws IOException {
    Socket server = kept(new Socket());
    try {
      server.connect(target);
    } catch (IOException e) {
      client.close();
      return;
    }
    execute(() -> pump(client, server));
    execute(() -> pump(server, client));
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
      // One side has disconnected; the other is closed too.
    }
  }
}
