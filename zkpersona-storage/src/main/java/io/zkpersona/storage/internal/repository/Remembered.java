package io.zkpersona.storage.internal.repository;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Values that a manager remembers between calls, such as rows that hardly ever change. A value may
 * be out of date or come from a transaction that was rolled back: a statement that relies on one
 * checks it on the server. Bounded: it is emptied when full. Thread-safe.
 */
public final class Remembered {

  private static final int BOUND = 1_024;

  private record Key(Class<?> type, Object of) {}

  private final ConcurrentHashMap<Key, Object> values = new ConcurrentHashMap<>();

  /** Creates an empty memory. */
  public Remembered() {}

  /** Returns the value of a type that is remembered for a key. */
  public <V> Optional<V> find(Class<V> type, Object key) {
    return Optional.ofNullable(type.cast(values.get(new Key(type, key))));
  }

  /** Remembers a value in place of the one remembered so far. */
  public <V> void put(Class<V> type, Object key, V value) {
    if (values.size() >= BOUND) {
      values.clear();
    }
    values.put(new Key(type, key), value);
  }
}
