package io.zkpersona.cache.redis;

import io.lettuce.core.RedisURI;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.cache.CacheAlias;
import io.zkpersona.storage.cache.CacheSubject;
import io.zkpersona.storage.cache.SharedCache;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Translates the library's calls into commands on the link that is there, and their answers back.
 */
final class RedisSharedCache implements SharedCache {

  /** Longer than a read may take that is worth caching. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final Links links;
  private final Duration lag;

  private RedisSharedCache(Links links, Duration lag) {
    this.links = links;
    this.lag = lag;
  }

  static RedisSharedCache open(
      RedisURI uri, String prefix, Duration timeout, Duration lag, Listener listener) {
    return new RedisSharedCache(Links.open(uri, prefix, timeout, lag, listener), lag);
  }

  /** Runs a command; returns {@code otherwise} if there is no link, or it fails. */
  private <T> T on(@Nullable Link link, Function<Link, T> command, T otherwise) {
    if (link == null) {
      return otherwise;
    }
    try {
      return command.apply(link);
    } catch (RuntimeException e) {
      links.failed(link, e);
      return otherwise;
    }
  }

  @Override
  public Answer get(CacheSubject subject) {
    return on(
        links.current(),
        link -> answer(link.get(Script.GET, kind(subject), Drops.user(subject), LEASE), null),
        Answer.UNAVAILABLE);
  }

  @Override
  public Answer get(CacheAlias alias) {
    return on(
        links.current(),
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
            links.current(),
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
        links.current(),
        link -> {
          link.putAlias(alias.kind().name(), alias.hash(), user.value().toString(), timeToLive);
          return true;
        },
        false);
  }

  @Override
  public void mark(String writer, Set<CacheSubject> subjects, Duration longest) {
    drop(links.current(), "mark", writer, longest, subjects);
  }

  @Override
  public void unmark(String writer, Set<CacheSubject> subjects) {
    drop(links.settled(), "unmark", writer, Duration.ZERO, subjects);
  }

  @Override
  public void readPast(CacheSubject subject) {
    drop(links.settled(), "drop", "", Duration.ZERO, Set.of(subject));
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

  @Override
  public boolean isCurrent(long nanoTime) {
    return links.isCurrent(nanoTime);
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
    links.close();
  }
}
