package io.zkpersona.storage.testing.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Forwards between a client and a server and cuts the connection after the server has answered,
 * before the answer reaches the client.
 */
public final class ReplyCutter extends Listener {

  private static final int NEVER = -1;

  private final int server;
  private int repliesLeft = NEVER;
  private boolean commits;

  private ReplyCutter(int server) {
    super("reply-cutter");
    this.server = server;
    listen();
  }

  /** Starts one in front of a server on this machine. */
  public static ReplyCutter to(int port) {
    return new ReplyCutter(port);
  }

  /** Cuts once, at the next reply. */
  public void cutNextReply() {
    cutReplyAfter(0);
  }

  /** Lets some replies through and cuts once, at the following one. */
  public synchronized void cutReplyAfter(int replies) {
    repliesLeft = replies;
  }

  /** Cuts once, at the reply to the next commit. */
  public synchronized void cutCommits() {
    commits = true;
  }

  /** Lets all replies through again. */
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

  /** Tells whether this reply is the one to lose. */
  private synchronized boolean isLost() {
    return repliesLeft != NEVER && repliesLeft-- == 0;
  }

  @Override
  void accepted(Socket client) throws IOException {
    Socket target = kept(new Socket(InetAddress.getLoopbackAddress(), server));
    execute(() -> pump(client, target, true));
    execute(() -> pump(target, client, false));
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
      // One side has disconnected; the other is closed too.
    }
  }
}
