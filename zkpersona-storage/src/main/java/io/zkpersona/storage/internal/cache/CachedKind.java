package io.zkpersona.storage.internal.cache;

import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.cache.CacheKind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A kind of cached values and the form in which they are shared. Immutable.
 *
 * @param <T> the value
 */
public final class CachedKind<T> {

  /** Users. */
  public static final CachedKind<User> USER =
      new CachedKind<>(
          CacheKind.USER, ValueWriter::user, ValueReader::user, CachedKind::modification);

  /** The names of a user's permissions, in their order. */
  public static final CachedKind<List<String>> PERMISSIONS =
      new CachedKind<>(CacheKind.PERMISSIONS, ValueWriter::texts, ValueReader::texts, none -> 0);

  /** Sessions. */
  public static final CachedKind<UserSessions> SESSIONS =
      new CachedKind<>(CacheKind.SESSIONS, ValueWriter::sessions, ValueReader::sessions, none -> 0);

  /** Records in force, in the order in which they are returned. */
  public static final CachedKind<List<ReputationRecord>> REPUTATION =
      new CachedKind<>(CacheKind.REPUTATION, ValueWriter::records, ValueReader::records, none -> 0);

  /** Writes a value. */
  interface Writing<T> {
    void to(ValueWriter out, T value);
  }

  /** Reads a value; fails with any exception if the bytes are not one. */
  interface Reading<T> {
    T from(ValueReader in);
  }

  private final CacheKind kind;
  private final Writing<T> writing;
  private final Reading<T> reading;
  private final ToLongFunction<T> version;

  private CachedKind(
      CacheKind kind, Writing<T> writing, Reading<T> reading, ToLongFunction<T> version) {
    this.kind = kind;
    this.writing = writing;
    this.reading = reading;
    this.version = version;
  }

  private static long modification(User user) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, user.audit().modifiedAt());
  }

  /** Returns the version of a value, which is greater for newer ones; 0 if it has none. */
  long version(T value) {
    return version.applyAsLong(value);
  }

  CacheKind kind() {
    return kind;
  }

  Writing<T> writing() {
    return writing;
  }

  Reading<T> reading() {
    return reading;
  }

  @SuppressWarnings("unchecked") // a subject's value is of the kind's type
  T cast(Object value) {
    return (T) value;
  }
}
