package io.zkpersona.cache.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.zkpersona.storage.cache.CacheKind;
import io.zkpersona.storage.cache.CacheSubject;
import io.zkpersona.storage.cache.SharedCache;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a link to the server, and replaces it when a command fails. Between two links, writes of
 * this process are not told to others, and reads of it see values that the server does not know. So
 * a new link is used only after everything that the server stores was dropped, and a call that ends
 * at that moment waits for that. Thread-safe.
 */
final class Links implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Links.class);

  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  /** A link that lasted so many pauses was no part of a series of failures. */
  private static final int STEADY = 10;

  private static final int CHECKS_OF_A_LAG = 4;
  private static final List<CacheSubject> EVERYTHING =
      Arrays.stream(CacheKind.values()).map(kind -> new CacheSubject(kind, null)).toList();

  private final RedisClient client;
  private final String prefix;
  private final Duration timeout;
  private final long lagNanos;
  private final SharedCache.Listener listener;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "zkpersona-cache-redis");
            thread.setDaemon(true);
            return thread;
          });

  /** The first word of an error of Redis, such as NOAUTH. */
  private static final Pattern ERROR_CODE = Pattern.compile("[A-Z]{2,20}\\b");

  private volatile @Nullable Link current;
  private volatile @Nullable CompletableFuture<Void> dropping;
  private boolean again;
  private volatile boolean closed;
  private volatile long openedAt;
  private volatile long pauseMillis = FIRST_PAUSE_MILLIS;

  private Links(
      RedisURI uri, String prefix, Duration timeout, Duration lag, SharedCache.Listener listener) {
    RedisURI own = Address.copy(uri);
    own.setTimeout(timeout);
    own.getSentinels().forEach(sentinel -> sentinel.setTimeout(timeout));
    this.client = RedisClient.create(own);
    this.prefix = prefix;
    this.timeout = timeout;
    this.lagNanos = lag.toNanos();
    this.listener = listener;
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .socketOptions(SocketOptions.builder().connectTimeout(timeout).build())
            .timeoutOptions(TimeoutOptions.enabled(timeout))
            .build());
    client.addListener(
        new RedisConnectionStateAdapter() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
            Link link = current;
            if (link != null && link.owns(connection)) {
              failed(link, null);
            }
          }
        });
  }

  /** Opens the first link, or tries to again and again. */
  static Links open(
      RedisURI uri, String prefix, Duration timeout, Duration lag, SharedCache.Listener listener) {
    Links links = new Links(uri, prefix, timeout, lag, listener);
    links.connect(true);
    long often = Math.max(1, lag.toMillis() / CHECKS_OF_A_LAG);
    ScheduledFuture<?> unused =
        links.worker.scheduleWithFixedDelay(links::check, often, often, TimeUnit.MILLISECONDS);
    return links;
  }

  /** Returns the link; null if there is none that can be used. */
  @Nullable Link current() {
    return current;
  }

  private void check() {
    Link link = current;
    if (link == null) {
      return;
    }
    if (!link.isOpen() || !link.isCurrent(System.nanoTime(), 2 * lagNanos)) {
      failed(link, null);
    } else {
      link.ping();
    }
  }

  /** Opens a link; of the first one, nothing was missed. */
  private void connect(boolean first) {
    if (closed) {
      return;
    }
    Link link = null;
    try {
      link = Link.open(client, prefix, timeout, listener);
      openedAt = System.nanoTime();
      if (first) {
        current = link;
      } else {
        startAnew(link);
        LOG.info("the cache's server can be used again");
      }
      if (closed || !link.isOpen()) {
        failed(link, null);
      }
    } catch (RuntimeException e) {
      if (link != null) {
        link.close();
      }
      if (first) {
        LOG.warn("the cache's server can't be used ({}): reads go to the database", name(e));
      }
      retry();
    }
  }

  /**
   * Drops all that the server stores. Calls that end meanwhile wait, and then drop what they did.
   * The memory was emptied when the last link was given up, and takes nothing without one.
   */
  private void startAnew(Link link) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    dropping = end;
    try {
      while (current == null) {
        synchronized (this) {
          again = false;
        }
        link.drop("drop", "", Duration.ZERO, Drops.everything(), EVERYTHING);
        synchronized (this) {
          if (!again) {
            current = link;
          }
        }
      }
    } finally {
      dropping = null;
      end.complete(null);
    }
  }

  private void retry() {
    if (!closed) {
      ScheduledFuture<?> unused =
          worker.schedule(() -> connect(false), pauseMillis, TimeUnit.MILLISECONDS);
      pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    }
  }

  /** Gives a link up, after a command on it has failed. */
  void failed(Link link, @Nullable RuntimeException cause) {
    synchronized (this) {
      if (current != link) {
        return;
      }
      current = null;
    }
    listener.emptied();
    if (closed) {
      link.close();
      return;
    }
    LOG.warn(
        "the cache's server was lost ({}): reads go to the database",
        cause == null ? "disconnected" : name(cause));
    if (System.nanoTime() - openedAt > TimeUnit.MILLISECONDS.toNanos(STEADY * pauseMillis)) {
      pauseMillis = FIRST_PAUSE_MILLIS;
    }
    try {
      worker.execute(
          () -> {
            link.close();
            retry();
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("closed meanwhile");
    }
  }

  /** Names the cause by its class and the code of the server's error, which hold no secrets. */
  private static String name(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String name = cause.getClass().getSimpleName();
    Matcher code = ERROR_CODE.matcher(Objects.requireNonNullElse(cause.getMessage(), ""));
    return cause instanceof RedisCommandExecutionException && code.lookingAt()
        ? name + ": " + code.group()
        : name;
  }

  /**
   * Returns the link at the end of a call. Without one, the next one drops everything later than
   * now; while one is doing so, it may not have the effects of the call, so the call waits for it.
   */
  @Nullable Link settled() {
    CompletableFuture<Void> end = dropping;
    if (end == null) {
      return current;
    }
    try {
      end.get(2 * timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("the cache's server takes long");
    }
    synchronized (this) {
      again |= current == null;
      return current;
    }
  }

  /** Tells whether all messages up to the lag before a time have arrived. */
  boolean isCurrent(long nanoTime) {
    Link link = current;
    return link != null && link.isCurrent(nanoTime, lagNanos);
  }

  @Override
  public void close() {
    closed = true;
    Link link;
    synchronized (this) {
      link = current;
      current = null;
    }
    listener.emptied();
    worker.shutdownNow();
    if (link != null) {
      link.close();
    }
    client.shutdown(Duration.ZERO, timeout);
  }
}
