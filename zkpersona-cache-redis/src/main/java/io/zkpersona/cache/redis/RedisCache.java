package io.zkpersona.cache.redis;

import io.lettuce.core.RedisURI;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.storage.cache.CacheOptions;
import io.zkpersona.storage.cache.SharedCache;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A cache in one Redis server, version 6 or newer, for {@link CacheOptions#shared}. Immutable and
 * thread-safe; each method returns a changed copy.
 *
 * <pre>{@code
 * DatabaseManager database =
 *     DatabaseManager.builder(config)
 *         .cache(CacheOptions.defaults().shared(RedisCache.at("rediss://user:password@host:6379")))
 *         .open();
 * }</pre>
 *
 * <p>The values are those of users: protect the server as you protect the database, with TLS and a
 * user that may use the keys of the prefix only.
 */
public final class RedisCache implements SharedCache.Provider {

  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final RedisURI uri;
  private final String keyPrefix;
  private final Duration commandTimeout;
  private final Duration lag;

  private RedisCache(RedisURI uri, String keyPrefix, Duration commandTimeout, Duration lag) {
    this.uri = uri;
    this.keyPrefix = keyPrefix;
    this.commandTimeout = commandTimeout;
    this.lag = lag;
  }

  /**
   * Returns the cache at an address.
   *
   * @param uri the address, such as {@code redis://host:6379}; with {@code rediss} for TLS. It may
   *     have a user, a password and the number of a database. With Sentinel it is {@code
   *     redis-sentinel://host:26379,other:26379#master}
   * @return the cache, with the prefix {@code zkpersona}, a command timeout of 250 milliseconds and
   *     a lag of one second
   * @throws ValidationException if {@code uri} is null or no address of a Redis server
   */
  public static RedisCache at(String uri) {
    if (uri == null) {
      throw new ValidationException("uri", "null (expected: a value)");
    }
    try {
      return at(RedisURI.create(uri));
    } catch (IllegalArgumentException e) {
      // Its text may have the password.
      throw new ValidationException(
          "uri",
          "not an address of Redis (expected: redis://user:password@host:port/database, rediss:// for"
              + " TLS, or redis-sentinel://host:port,host:port#master; user, password, port and"
              + " database may be left out)");
    }
  }

  /**
   * Returns the cache at an address, for all that a text can't express, such as Sentinel.
   *
   * @param uri the address; later changes to it have no effect
   * @return the cache, as {@link #at(String)} returns it
   * @throws ValidationException if {@code uri} is null
   */
  public static RedisCache at(RedisURI uri) {
    if (uri == null) {
      throw new ValidationException("uri", "null (expected: a value)");
    }
    return new RedisCache(
        Address.copy(uri), "zkpersona", Duration.ofMillis(250), Duration.ofSeconds(1));
  }

  /**
   * Sets the start of all keys and channels. Managers share values if they have the same prefix and
   * schema: databases need prefixes of their own.
   *
   * @param keyPrefix 1 to 64 letters, digits and {@code _ . : -} of ASCII
   * @return a changed copy
   * @throws ValidationException if {@code keyPrefix} is anything else
   */
  public RedisCache keyPrefix(String keyPrefix) {
    if (keyPrefix == null || !PREFIX.matcher(keyPrefix).matches()) {
      throw new ValidationException(
          "keyPrefix",
          (keyPrefix == null ? "null" : keyPrefix.length() + " characters")
              + " (expected: 1 to 64 letters, digits and _ . : - of ASCII)");
    }
    return new RedisCache(uri, keyPrefix, commandTimeout, lag);
  }

  /**
   * Sets how long a command may take. Afterwards the connection is closed, and reads go to the
   * database until there is a new one.
   *
   * @param commandTimeout the time, 10 milliseconds to 1 minute
   * @return a changed copy
   * @throws ValidationException if {@code commandTimeout} is null or out of range
   */
  public RedisCache commandTimeout(Duration commandTimeout) {
    return new RedisCache(uri, keyPrefix, between("commandTimeout", commandTimeout), lag);
  }

  /**
   * Sets how long a process may serve from its memory without knowing that messages arrive. This
   * bounds how old a value may be that another process has changed. The messages are checked four
   * times in this time.
   *
   * @param lag the time, 10 milliseconds to 1 minute
   * @return a changed copy
   * @throws ValidationException if {@code lag} is null or out of range
   */
  public RedisCache lag(Duration lag) {
    return new RedisCache(uri, keyPrefix, commandTimeout, between("lag", lag));
  }

  private static Duration between(String name, Duration given) {
    if (given == null) {
      throw new ValidationException(name, "null (expected: a value)");
    }
    if (given.compareTo(SHORTEST) < 0 || given.compareTo(LONGEST) > 0) {
      throw new ValidationException(name, given + " (expected: " + SHORTEST + ".." + LONGEST + ")");
    }
    return given;
  }

  @Override
  public SharedCache open(String schema, SharedCache.Listener listener) {
    return RedisSharedCache.open(uri, keyPrefix + ":" + schema, commandTimeout, lag, listener);
  }

  /** Hides the address, which may have a password. */
  @Override
  public String toString() {
    return "RedisCache[keyPrefix="
        + keyPrefix
        + ", commandTimeout="
        + commandTimeout
        + ", lag="
        + lag
        + "]";
  }
}
