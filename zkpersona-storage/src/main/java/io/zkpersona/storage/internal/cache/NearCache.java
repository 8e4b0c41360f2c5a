package io.zkpersona.storage.internal.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.cache.CacheKind;
import io.zkpersona.storage.cache.CacheOptions;
import io.zkpersona.storage.cache.CacheSubject;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Values in memory. A value is put under a lease, which is taken before the value is read and which
 * any drop of the value ends: a slow reader can't put back what was dropped meanwhile. Thread-safe.
 */
final class NearCache {

  /** Leases of several users may end together; the number makes that rare. */
  private static final int STRIPES = 1 << 14;

  /** Numbers of drops when a lease was taken. */
  record Lease(long ofUser, long ofKind) {}

  /** A unique value and the kind of value that is looked up by it. */
  record Alias(CacheKind kind, String unique) {}

  private record Slot(Object value, long version, long ofKind, long until) {}

  private final Cache<CacheSubject, Slot> slots;
  private final Cache<Alias, UserId> aliases;
  private final AtomicLongArray drops = new AtomicLongArray(STRIPES);
  private final Map<CacheKind, AtomicLong> kindDrops = new EnumMap<>(CacheKind.class);
  private final LongAdder evictions = new LongAdder();

  NearCache(CacheOptions options) {
    for (CacheKind kind : CacheKind.values()) {
      kindDrops.put(kind, new AtomicLong());
    }
    this.slots =
        Caffeine.newBuilder()
            .maximumSize(options.maximumEntries())
            .expireAfterWrite(options.timeToLive())
            .executor(Runnable::run)
            .evictionListener(this::evicted)
            .build();
    this.aliases =
        Caffeine.newBuilder()
            .maximumSize(options.maximumEntries())
            .expireAfterWrite(options.timeToLive())
            .executor(Runnable::run)
            .build();
  }

  /** Ends the leases, too: a slow reader would no longer find the newer value in its way. */
  private void evicted(@Nullable CacheSubject key, @Nullable Slot value, RemovalCause cause) {
    evictions.increment();
    if (key != null) {
      drops.incrementAndGet(stripe(key));
    }
  }

  /** Returns a value; null if there is none. */
  @Nullable Object get(CacheSubject subject, long now) {
    Slot slot = slots.getIfPresent(subject);
    return slot == null || slot.ofKind != dropsOf(subject) || now - slot.until >= 0
        ? null
        : slot.value;
  }

  /** Takes a lease. Everything that decides about a value is asked after this. */
  Lease lease(CacheSubject subject) {
    return new Lease(drops.get(stripe(subject)), dropsOf(subject));
  }

  /**
   * Puts a value, unless it was dropped since the lease was taken. A newer one stays; of two that
   * differ and have no versions, none does.
   *
   * @param until the {@link System#nanoTime} from which on the value is not served
   * @return whether a value is there that is as new
   */
  boolean put(CacheSubject subject, Lease lease, Object value, long version, long until) {
    Slot put = new Slot(value, version, lease.ofKind, until);
    // A drop first counts and then removes, so it either is seen here or removes this.
    Slot there =
        slots
            .asMap()
            .compute(
                subject,
                (key, present) ->
                    lease.equals(lease(subject)) ? newer(subject, present, put) : present);
    return there != null
        && there.ofKind == dropsOf(subject)
        && (there.version > version || there.value.equals(value));
  }

  /** Returns the newer value; null if it is not known, so that neither is served. */
  private @Nullable Slot newer(CacheSubject subject, @Nullable Slot present, Slot put) {
    if (present == null
        || present.ofKind != put.ofKind
        || put.version > present.version
        || put.value.equals(present.value)) {
      return put;
    }
    if (put.version < present.version) {
      return present;
    }
    drops.incrementAndGet(stripe(subject));
    return null;
  }

  /** Drops the values of a subject and ends the leases on them. */
  void drop(CacheSubject subject) {
    if (subject.user() == null) {
      ofKind(subject).incrementAndGet();
    } else {
      drops.incrementAndGet(stripe(subject));
      slots.invalidate(subject);
    }
  }

  /** Drops everything and ends all leases. */
  void empty() {
    kindDrops.values().forEach(AtomicLong::incrementAndGet);
    slots.invalidateAll();
  }

  private AtomicLong ofKind(CacheSubject subject) {
    return Objects.requireNonNull(kindDrops.get(subject.kind()));
  }

  private long dropsOf(CacheSubject subject) {
    return ofKind(subject).get();
  }

  private static int stripe(CacheSubject subject) {
    int hash = subject.hashCode() * 0x9E3779B9;
    return hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(STRIPES));
  }

  /** Returns the user to whom an alias led; a hint. */
  @Nullable UserId find(Alias alias) {
    return aliases.getIfPresent(alias);
  }

  /** Remembers the user to whom an alias leads. */
  void put(Alias alias, UserId user) {
    aliases.put(alias, user);
  }

  /** Forgets an alias that no longer leads to its user. */
  void forget(Alias alias) {
    aliases.invalidate(alias);
  }

  long evictions() {
    return evictions.sum();
  }

  long size() {
    slots.cleanUp();
    return slots.estimatedSize();
  }
}
