package io.zkpersona.domain.proof.snark;

import io.zkpersona.domain.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cache of recently read keys. Thousands of proofs share a handful of keys, and reading a key
 * checks each of its points, which takes a few milliseconds.
 */
final class KeyCache {
  private static final int KEYS = 16;
  private static final int MAX_CHARACTERS = 65_536;

  private static final Map<Source, SnarkKey> CACHE =
      new LinkedHashMap<>(2 * KEYS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Source, SnarkKey> eldest) {
          return size() > KEYS;
        }
      };

  private KeyCache() {}

  /**
   * The cache key. It contains the text instead of the JSON value, because comparing values would
   * cost as much as the cache saves.
   */
  private record Source(SnarkFormat format, String text) {}

  static SnarkKey get(SnarkFormat format, Json json) {
    if (json.text().length() > MAX_CHARACTERS) {
      return SnarkKey.read(format, json);
    }
    Source source = new Source(format, json.text());
    SnarkKey known = known(source);
    if (known != null) {
      return known;
    }
    SnarkKey key = SnarkKey.read(format, json);
    synchronized (CACHE) {
      CACHE.put(source, key);
    }
    return key;
  }

  private static @Nullable SnarkKey known(Source source) {
    synchronized (CACHE) {
      return CACHE.get(source);
    }
  }
}
