package io.zkpersona.cache.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.zkpersona.storage.cache.CacheSubject;
import io.zkpersona.storage.cache.SharedCache;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two connections to one run of one server, one of them for messages. Neither reconnects: a link
 * that is broken stays broken, so that a command never reaches another server, or the same one
 * after a restart. Each key starts with the run's id, so that values that a server reads from its
 * disk after a restart, which may be old, are never seen. Thread-safe.
 */
final class Link implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final Pattern RUN = Pattern.compile("run_id:([0-9a-f]{40})");
  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private final StatefulRedisConnection<String, byte[]> commands;
  private final StatefulRedisPubSubConnection<String, String> messages;
  private final Duration timeout;
  private final String channel;
  private final String space;
  private final Map<Script, String> digests = new EnumMap<>(Script.class);
  private volatile long confirmed;
  private volatile boolean pinging;

  private Link(
      StatefulRedisConnection<String, byte[]> commands,
      StatefulRedisPubSubConnection<String, String> messages,
      String prefix,
      Duration timeout,
      SharedCache.Listener listener) {
    this.commands = commands;
    this.messages = messages;
    this.timeout = timeout;
    this.channel = prefix + ":drops";
    this.confirmed = System.nanoTime();
    commands.setTimeout(timeout);
    messages.setTimeout(timeout);
    String run = run(commands.sync().info("server"));
    if (!run.equals(run(messages.sync().info("server")))) {
      throw new IllegalStateException("the connections lead to two servers");
    }
    this.space = prefix + ":" + run + ":";
    for (Script script : Script.values()) {
      digests.put(script, commands.sync().scriptLoad(script.text()));
    }
    messages.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String from, String message) {
            Drops.tell(message, listener);
          }
        });
    messages.sync().subscribe(channel);
  }

  static Link open(
      RedisClient client, String prefix, Duration timeout, SharedCache.Listener listener) {
    StatefulRedisConnection<String, byte[]> commands = client.connect(CODEC);
    StatefulRedisPubSubConnection<String, String> messages = null;
    try {
      messages = client.connectPubSub();
      return new Link(commands, messages, prefix, timeout, listener);
    } catch (RuntimeException e) {
      CompletableFuture<Void> unused = commands.closeAsync();
      if (messages != null) {
        unused = messages.closeAsync();
      }
      throw e;
    }
  }

  private static String run(String info) {
    Matcher matcher = RUN.matcher(info);
    if (!matcher.find()) {
      throw new IllegalStateException("the server tells no run id");
    }
    return matcher.group(1);
  }

  List<Object> get(Script script, String kind, String name, Duration lease) {
    List<Object> found =
        commands
            .sync()
            .evalsha(
                digest(script),
                ScriptOutputType.MULTI,
                new String[0],
                bytes(space),
                bytes(kind),
                bytes(name),
                bytes(random()),
                bytes(random()),
                bytes(lease.toMillis()));
    return Objects.requireNonNull(found);
  }

  boolean put(
      String kind, String user, String lease, long version, byte[] value, Duration timeToLive) {
    String[] parts =
        lease.equals(SharedCache.NO_LEASE) ? new String[] {"", "", "0"} : lease.split("/", -1);
    Long stored =
        commands
            .sync()
            .evalsha(
                digest(Script.PUT),
                ScriptOutputType.INTEGER,
                new String[0],
                bytes(space),
                bytes(kind),
                bytes(user),
                bytes(parts[0]),
                bytes(parts[1]),
                bytes(version),
                bytes(Long.parseLong(parts[2]) + timeToLive.toMillis()),
                value);
    return Objects.requireNonNull(stored) == 1;
  }

  void putAlias(String kind, String hash, String user, Duration timeToLive) {
    commands
        .sync()
        .set(
            space + "a:" + kind + ":" + hash,
            bytes(user),
            SetArgs.Builder.px(timeToLive.toMillis()));
  }

  /** Drops values; marks them, ends marks on them, or neither. */
  void drop(
      String what, String writer, Duration longest, String message, Collection<CacheSubject> all) {
    List<byte[]> values = new ArrayList<>();
    values.add(bytes(space));
    values.add(bytes(channel));
    values.add(bytes(message));
    values.add(bytes(what));
    values.add(bytes(writer));
    values.add(bytes(longest.toMillis()));
    values.add(bytes(random()));
    for (CacheSubject subject : all) {
      values.add(bytes(subject.kind().name()));
      values.add(bytes(Drops.user(subject)));
    }
    commands
        .sync()
        .evalsha(
            digest(Script.DROP),
            ScriptOutputType.INTEGER,
            new String[0],
            values.toArray(byte[][]::new));
  }

  /**
   * Asks for an answer on the connection for messages. It arrives after all messages that were sent
   * before the question arrived.
   */
  void ping() {
    if (pinging) {
      return;
    }
    pinging = true;
    long sent = System.nanoTime();
    RedisFuture<String> answer = messages.async().ping();
    answer.whenComplete(
        (pong, failure) -> {
          pinging = false;
          if (failure == null) {
            confirmed = sent;
          }
        });
  }

  /** Tells whether all messages up to so long ago have arrived. */
  boolean isCurrent(long now, long lag) {
    return now - confirmed <= lag && messages.isOpen();
  }

  boolean isOpen() {
    return commands.isOpen() && messages.isOpen();
  }

  boolean owns(Object connection) {
    return connection == commands || connection == messages;
  }

  private String digest(Script script) {
    return Objects.requireNonNull(digests.get(script));
  }

  private static String random() {
    return UUID.randomUUID().toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(long number) {
    return bytes(Long.toString(number));
  }

  static @Nullable String text(Object value) {
    return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : null;
  }

  @Override
  public void close() {
    try {
      CompletableFuture.allOf(commands.closeAsync(), messages.closeAsync())
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("a connection to the cache's server did not close", e);
    }
  }
}
