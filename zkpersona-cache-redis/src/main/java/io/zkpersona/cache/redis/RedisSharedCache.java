package io.zkpersona.cache.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.cache.CacheAlias;
import io.zkpersona.storage.cache.CacheKind;
import io.zkpersona.storage.cache.CacheSubject;
import io.zkpersona.storage.cache.SharedCache;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a link to the server, and replaces it when a command fails. Between two links, writes of
 * this process are not told to others, and reads of it see values that the server does not know. So
 * a new link is used only after everything that the server stores was dropped, and a call that ends
 * at that moment waits for that.
 */
final class RedisSharedCache implements SharedCache {

  private static final Logger LOG = LoggerFactory.getLogger(RedisSharedCache.class);

  /** Longer than a read may take that is worth caching. */
  private static final Duration LEASE = Duration.ofSeconds(30);

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
  private final Duration lag;
  private final long lagNanos;
  private final Listener listener;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "zkpersona-cache-redis");
            thread.setDaemon(true);
            return thread;
          });

  private volatile @Nullable Link current;
  private volatile @Nullable CompletableFuture<Void> dropping;
  private boolean again;
  private volatile boolean closed;
  private volatile long openedAt;
  private volatile long pauseMillis = FIRST_PAUSE_MILLIS;

  private RedisSharedCache(
      RedisURI uri, String prefix, Duration timeout, Duration lag, Listener listener) {
    RedisURI own = RedisURI.builder(uri).withTimeout(timeout).build();
    this.client = RedisClient.create(own);
    this.prefix = prefix;
    this.timeout = timeout;
    this.lag = lag;
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

  static RedisSharedCache open(
      RedisURI uri, String prefix, Duration timeout, Duration lag, Listener listener) {
    RedisSharedCache cache = new RedisSharedCache(uri, prefix, timeout, lag, listener);
    cache.connect(true);
    long often = Math.max(1, lag.toMillis() / CHECKS_OF_A_LAG);
    ScheduledFuture<?> unused =
        cache.worker.scheduleWithFixedDelay(cache::check, often, often, TimeUnit.MILLISECONDS);
    return cache;
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
        listener.emptied();
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
        listener.emptied();
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

  private void failed(Link link, @Nullable RuntimeException cause) {
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

  private static String name(RuntimeException e) {
    return e.getClass().getSimpleName();
  }

  /** Runs a command; returns {@code otherwise} if there is no link, or it fails. */
  private <T> T on(@Nullable Link link, Function<Link, T> command, T otherwise) {
    if (link == null) {
      return otherwise;
    }
    try {
      return command.apply(link);
    } catch (RuntimeException e) {
      failed(link, e);
      return otherwise;
    }
  }

  @Override
  public Answer get(CacheSubject subject) {
    return on(
        current,
        link -> answer(link.get(Script.GET, kind(subject), Drops.user(subject), LEASE), null),
        Answer.UNAVAILABLE);
  }

  @Override
  public Answer get(CacheAlias alias) {
    return on(
        current,
        link -> {
          List<Object> found =
              link.get(Script.GET_BY_ALIAS, alias.kind().name(), alias.hash(), LEASE);
          String user = Link.text(found.get(found.size() - 1));
          return "N".equals(Link.text(found.get(0))) || user == null
              ? new Answer(State.MISSING, null, null, null, Duration.ZERO)
              : answer(found, new UserId(UUID.fromString(user)));
        },
        Answer.UNAVAILABLE);
  }

  private static Answer answer(List<Object> found, @Nullable UserId user) {
    String state = String.valueOf(Link.text(found.get(0)));
    return switch (state) {
      case "F" ->
          new Answer(
              State.FOUND,
              user,
              (byte[]) found.get(1),
              null,
              Duration.ofMillis(Math.max(0, (Long) found.get(2))));
      case "M" -> new Answer(State.MISSING, user, null, Link.text(found.get(1)), Duration.ZERO);
      default -> new Answer(State.WRITTEN, user, null, null, Duration.ZERO);
    };
  }

  @Override
  public boolean put(
      CacheSubject subject, String lease, long version, byte[] value, Duration timeToLive) {
    int stored =
        on(
            current,
            link ->
                link.put(kind(subject), Drops.user(subject), lease, version, value, timeToLive)
                    ? 1
                    : 0,
            -1);
    if (stored < 0) {
      readPast(subject);
    }
    return stored == 1;
  }

  @Override
  public void put(CacheAlias alias, UserId user, Duration timeToLive) {
    on(
        current,
        link -> {
          link.putAlias(alias.kind().name(), alias.hash(), user.value().toString(), timeToLive);
          return true;
        },
        false);
  }

  @Override
  public void mark(String writer, Set<CacheSubject> subjects, Duration longest) {
    drop(current, "mark", writer, longest, subjects);
  }

  @Override
  public void unmark(String writer, Set<CacheSubject> subjects) {
    drop(settled(), "unmark", writer, Duration.ZERO, subjects);
  }

  @Override
  public void readPast(CacheSubject subject) {
    drop(settled(), "drop", "", Duration.ZERO, Set.of(subject));
  }

  private void drop(
      @Nullable Link link,
      String what,
      String writer,
      Duration longest,
      Set<CacheSubject> subjects) {
    on(
        link,
        known -> {
          known.drop(what, writer, longest, Drops.message(subjects), subjects);
          return true;
        },
        false);
  }

  /**
   * Returns the link at the end of a call. Without one, the next one drops everything later than
   * now; while one is doing so, it may not have the effects of the call, so the call waits for it.
   */
  private @Nullable Link settled() {
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

  @Override
  public boolean isCurrent(long nanoTime) {
    Link link = current;
    return link != null && link.isCurrent(nanoTime, lagNanos);
  }

  @Override
  public Duration lag() {
    return lag;
  }

  private static String kind(CacheSubject subject) {
    return subject.kind().name();
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
