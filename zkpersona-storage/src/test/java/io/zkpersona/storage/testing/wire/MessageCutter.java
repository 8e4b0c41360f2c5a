package io.zkpersona.storage.testing.wire;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Forwards messages between one client and a server (PostgreSQL documentation, "Message Flow") and
 * cuts the connection after a message of either. Each side then sees the end of the other's stream;
 * later messages of the client are read and discarded. It tracks whether the client awaits the
 * answer to a commit.
 */
public final class MessageCutter extends Listener {

  /** The sender of the last forwarded message. */
  public enum Side {
    /** The library. */
    CLIENT,
    /** The database server. */
    SERVER
  }

  private static final int NO_ENCRYPTION = 'N';
  private static final int FIRST_OF_REQUESTS_FOR_ENCRYPTION = 80_877_103;
  private static final int LAST_OF_REQUESTS_FOR_ENCRYPTION = 80_877_104;

  private final int server;
  private Side side = Side.CLIENT;
  private int left;
  private int ofClient;
  private int ofServer;
  private boolean armed;
  private boolean cut;
  private CountDownLatch ended = new CountDownLatch(0);
  private SentStatements sent = new SentStatements();

  private MessageCutter(int server) {
    super("message-cutter");
    this.server = server;
    listen();
  }

  /** Starts one in front of a server on this machine. */
  public static MessageCutter to(int port) {
    return new MessageCutter(port);
  }

  /**
   * Restarts the count and cuts once, after a number of messages of one side. With 0, the next
   * message is not forwarded.
   */
  public synchronized void cutAfter(Side from, int messages) {
    side = from;
    left = messages;
    ofClient = 0;
    ofServer = 0;
    armed = true;
    cut = false;
    ended = new CountDownLatch(2);
  }

  /** Cancels a pending cut and returns whether there was one since {@link #cutAfter}. */
  public synchronized boolean disarm() {
    armed = false;
    return cut;
  }

  /** Returns how many messages of a side were forwarded since {@link #cutAfter}. */
  public synchronized int passedOn(Side from) {
    return from == Side.CLIENT ? ofClient : ofServer;
  }

  /** Waits until both sides of the cut connection have closed it. */
  public void awaitEnd() throws InterruptedException {
    CountDownLatch both;
    synchronized (this) {
      both = ended;
    }
    if (!both.await(30, TimeUnit.SECONDS)) {
      throw new AssertionError("a connection that was cut is still open");
    }
  }

  /** Tells whether the client of the last cut had sent a commit that was not answered. */
  public synchronized boolean mayHaveCommitted() {
    return sent.mayHaveCommitted();
  }

  @Override
  void accepted(Socket client) throws IOException {
    Socket target = kept(new Socket(InetAddress.getLoopbackAddress(), server));
    client.setTcpNoDelay(true);
    target.setTcpNoDelay(true);
    Conversation conversation = new Conversation();
    execute(() -> conversation.fromClient(client, target));
    execute(() -> conversation.fromServer(target, client));
  }

  /** Counts a message and returns whether to forward it. */
  private synchronized boolean passes(Conversation conversation, Side from) {
    if (conversation.cut) {
      return false;
    }
    if (armed && from == side && left-- == 0) {
      cut(conversation);
      return false;
    }
    if (from == Side.CLIENT) {
      ofClient++;
    } else {
      ofServer++;
    }
    return true;
  }

  /** Cuts right after the last forwarded message instead of waiting for the next one. */
  private synchronized boolean endsHere(Conversation conversation, Side from) {
    if (armed && from == side && left == 0 && !conversation.cut) {
      cut(conversation);
    }
    return conversation.cut;
  }

  private void cut(Conversation conversation) {
    armed = false;
    cut = true;
    conversation.cut = true;
    sent = conversation.sent;
  }

  /** One connection. */
  private final class Conversation {

    private final SentStatements sent = new SentStatements();
    private boolean cut;

    /** Forwards the client's messages, and refuses its requests for encryption. */
    private void fromClient(Socket client, Socket target) {
      try (client) {
        DataInputStream in = reading(client);
        DataOutputStream out = writing(target);
        int length = in.readInt();
        int code = in.readInt();
        while (code >= FIRST_OF_REQUESTS_FOR_ENCRYPTION
            && code <= LAST_OF_REQUESTS_FOR_ENCRYPTION) {
          client.getOutputStream().write(NO_ENCRYPTION);
          length = in.readInt();
          code = in.readInt();
        }
        out.writeInt(length);
        out.writeInt(code);
        out.write(in.readNBytes(length - 2 * Integer.BYTES));
        out.flush();
        for (int type = in.read(); type >= 0; type = in.read()) {
          byte[] body = body(in);
          note(type, body);
          if (passes(this, Side.CLIENT)) {
            write(out, type, body);
            boolean last = endsHere(this, Side.CLIENT);
            if (last || in.available() == 0) {
              out.flush();
            }
          }
          if (isCut()) {
            quietly(target::shutdownOutput);
            quietly(client::shutdownOutput);
          }
        }
      } catch (IOException e) {
        // One side has disconnected.
      } finally {
        quietly(target::shutdownOutput);
        ended();
      }
    }

    private void fromServer(Socket target, Socket client) {
      try (target) {
        DataInputStream in = reading(target);
        DataOutputStream out = writing(client);
        for (int type = in.read(); type >= 0; type = in.read()) {
          byte[] body = body(in);
          if (passes(this, Side.SERVER)) {
            answered(type);
            write(out, type, body);
            boolean last = endsHere(this, Side.SERVER);
            if (last || in.available() == 0) {
              out.flush();
            }
          }
          if (isCut()) {
            quietly(target::shutdownOutput);
            quietly(client::shutdownOutput);
          }
        }
      } catch (IOException e) {
        // One side has disconnected.
      } finally {
        quietly(client::shutdownOutput);
        ended();
      }
    }

    private boolean isCut() {
      synchronized (MessageCutter.this) {
        return cut;
      }
    }

    private void note(int type, byte[] body) {
      synchronized (MessageCutter.this) {
        sent.add(type, body);
      }
    }

    private void answered(int type) {
      synchronized (MessageCutter.this) {
        sent.answeredBy(type);
      }
    }

    private void ended() {
      synchronized (MessageCutter.this) {
        if (cut) {
          ended.countDown();
        }
      }
    }
  }

  private static DataInputStream reading(Socket socket) throws IOException {
    return new DataInputStream(new BufferedInputStream(socket.getInputStream(), 65_536));
  }

  private static DataOutputStream writing(Socket socket) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 65_536));
  }

  private static byte[] body(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt() - Integer.BYTES);
  }

  private static void write(DataOutputStream out, int type, byte[] body) throws IOException {
    out.write(type);
    out.writeInt(body.length + Integer.BYTES);
    out.write(body);
  }

  private interface Ending {
    void run() throws IOException;
  }

  private static void quietly(Ending ending) {
    try {
      ending.run();
    } catch (IOException e) {
      // It had ended already.
    }
  }
}
