package io.zkpersona.examples.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The other side of a {@link Webhook}: checks signature and time, and takes each event once. It
 * remembers the keys in memory; a real receiver stores them with the effect. Thread-safe.
 */
public final class Receiver implements AutoCloseable {

  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final int NO_CONTENT = 204;
  private static final int UNAUTHORIZED = 401;
  private static final int FAILED = 500;

  private final HttpServer server;
  private final Signature signature;
  private final Consumer<? super String> taker;
  private final Clock clock;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  private Receiver(byte[] secret, Consumer<? super String> taker, Clock clock) throws IOException {
    this.signature = new Signature(secret);
    this.taker = taker;
    this.clock = clock;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
  }

  /**
   * Starts a server on a free port.
   *
   * @param taker takes the body of each event once; if it throws, the event is not taken
   * @param clock tells which requests are too old
   */
  public static Receiver start(byte[] secret, Consumer<? super String> taker, Clock clock)
      throws IOException {
    Receiver receiver = new Receiver(secret, taker, clock);
    receiver.server.start();
    return receiver;
  }

  /** Returns the URL to post to. */
  public URI url() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(statusOf(exchange), -1);
    }
  }

  private int statusOf(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String key = header(exchange, Signature.KEY);
    String time = header(exchange, Signature.TIME);
    if (!signature.matches(header(exchange, Signature.SIGNATURE), key, time, body) || isOld(time)) {
      return UNAUTHORIZED;
    }
    // One thread serves all requests, so no other takes the event at the same time.
    if (!known.contains(key)) {
      try {
        taker.accept(body);
      } catch (RuntimeException e) {
        return FAILED;
      }
      known.add(key);
    }
    return NO_CONTENT;
  }

  private boolean isOld(String time) {
    Instant sent = Instant.ofEpochSecond(Long.parseLong(time));
    return Duration.between(sent, clock.instant()).abs().compareTo(TOLERANCE) > 0;
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
