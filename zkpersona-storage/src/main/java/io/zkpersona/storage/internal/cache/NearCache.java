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
 * any drop of the value ends: a slow reader can't put back what was dropped meanwhile.
 *
 * <p>A value that a caller gets without its being served afterwards is kept to be compared: a
 * slower reader can't put one that differs. Ending the leases instead would let a few readers, each
 * of which ends the leases of the others, keep a value out forever. Thread-safe.
 */
final class NearCache {

  /** Leases of several users may end together; the number makes that rare. */
  private static final int STRIPES = 1 << 14;

  /** The {@link System#nanoTime} at which a lease was taken, and the numbers of drops then. */
  record Lease(long taken, long ofUser, long ofKind) {}

  /** A unique value and the kind of value that is looked up by it. */
  record Alias(CacheKind kind, String unique) {}

  /**
   * A value that is served, or was seen by a caller and is compared only.
   *
   * @param time until when it is served, or when it was seen
   */
  private record Slot(Object value, long version, long ofKind, long time, boolean isServed) {}

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
    return slot == null || !slot.isServed || slot.ofKind != dropsOf(subject) || now - slot.time >= 0
        ? null
        : slot.value;
  }

  /** Takes a lease. Everything that decides about a value is asked after this. */
  Lease lease(CacheSubject subject) {
    return new Lease(System.nanoTime(), drops.get(stripe(subject)), dropsOf(subject));
  }

  /**
   * Puts a value, unless it was dropped since the lease was taken. A newer one stays; of two that
   * differ and have no versions, none does. A value that is not put counts as {@link #see seen}.
   *
   * @param until the {@link System#nanoTime} from which on the value is not served
   * @return whether a value is served that is as new
   */
  boolean put(CacheSubject subject, Lease lease, Object value, long version, long until) {
    Slot there =
        slots
            .asMap()
            .compute(
                subject,
                (key, present) ->
                    isValid(subject, lease)
                        ? put(subject, present, lease, value, version, until)
                        : newer(subject, present, seen(subject, value, version)));
    return there != null
        && there.isServed
        && there.ofKind == dropsOf(subject)
        && (there.version > version || there.value.equals(value));
  }

  private boolean isValid(CacheSubject subject, Lease lease) {
    return lease.ofUser == drops.get(stripe(subject)) && lease.ofKind == dropsOf(subject);
  }

  private @Nullable Slot put(
      CacheSubject subject,
      @Nullable Slot present,
      Lease lease,
      Object value,
      long version,
      long until) {
    Slot next = new Slot(value, version, lease.ofKind, until, true);
    boolean wasSeenBefore = present != null && !present.isServed && lease.taken - present.time > 0;
    return wasSeenBefore ? next : newer(subject, present, next);
  }

  /** Notes that a caller gets a value, after which no older one is served. */
  void see(CacheSubject subject, Object value, long version) {
    slots
        .asMap()
        .compute(subject, (key, present) -> newer(subject, present, seen(subject, value, version)));
  }

  private Slot seen(CacheSubject subject, Object value, long version) {
    return new Slot(value, version, dropsOf(subject), System.nanoTime(), false);
  }

  /**
   * Returns the newer value. If it is not known, neither is served: a lease from before might be
   * that of an older one.
   */
  private @Nullable Slot newer(CacheSubject subject, @Nullable Slot present, Slot next) {
    if (present == null || present.ofKind != next.ofKind || next.version > present.version) {
      return next;
    }
    if (next.version < present.version) {
      return present;
    }
    if (next.value.equals(present.value)) {
      return next.isServed || !present.isServed ? next : present;
    }
    drops.incrementAndGet(stripe(subject));
    return null;
  }

  /** Drops the values of a subject and ends the leases on them. */
  void drop(CacheSubject subject) {
    if (subject.user() == null) {
      ofKind(subject).incrementAndGet();
    } else {
      // As one step: what is seen afterwards is not removed.
      slots
          .asMap()
          .compute(
              subject,
              (key, present) -> {
                drops.incrementAndGet(stripe(subject));
                return null;
              });
    }
  }

  /** Drops everything and ends all leases. */
  void empty() {
    kindDrops.values().forEach(AtomicLong::incrementAndGet);
    // A value that a caller sees from now on stays.
    slots.asMap().entrySet().removeIf(slot -> slot.getValue().ofKind != dropsOf(slot.getKey()));
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
