package io.zkpersona.storage.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands between a client and a server and cuts a connection when the server has answered, before
 * the client hears of it.
 */
public final class ReplyCutter implements AutoCloseable {

  private static final int NEVER = -1;

  private final ServerSocket listener;
  private final int server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "reply-cutter");
            thread.setDaemon(true);
            return thread;
          });
  private int repliesLeft = NEVER;
  private boolean commits;

  private ReplyCutter(int server) {
    this.server = server;
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** Stands before a server on this machine. */
  public static ReplyCutter to(int port) {
    return new ReplyCutter(port);
  }

  /** The port it listens on. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Cuts at the next reply, once. */
  public void cutNextReply() {
    cutReplyAfter(0);
  }

  /** Lets some replies through and cuts at the one after, once. */
  public synchronized void cutReplyAfter(int replies) {
    repliesLeft = replies;
  }

  /** Cuts at the reply to the next commit, once. */
  public synchronized void cutCommits() {
    commits = true;
  }

  /** Lets everything through. */
  public synchronized void mend() {
    commits = false;
    repliesLeft = NEVER;
  }

  private synchronized void sent(byte[] bytes, int length) {
    if (commits && new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains("COMMIT")) {
      commits = false;
      repliesLeft = 0;
    }
  }

  /** Whether this reply is the one to be lost. */
  private synchronized boolean isLost() {
    return repliesLeft != NEVER && repliesLeft-- == 0;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket target = new Socket(InetAddress.getLoopbackAddress(), server);
        threads.execute(() -> pump(client, target, true));
        threads.execute(() -> pump(target, client, false));
      } catch (IOException e) {
        // The listener was closed, or the client has gone.
      }
    }
  }

  private void pump(Socket from, Socket to, boolean fromClient) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      byte[] buffer = new byte[65_536];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (fromClient) {
          sent(buffer, read);
        } else if (isLost()) {
          return;
        }
        to.getOutputStream().write(buffer, 0, read);
      }
    } catch (IOException e) {
      // One side has gone; the other is closed too.
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
