package io.zkpersona.storage.internal.execution;

import io.zkpersona.storage.cache.CacheSubject;
import java.util.Set;

/** Learns which cached values are being written. Thread-safe. */
public interface WriteWatch {

  /** Opens the watch of one call or transaction. */
  Writing open();

  /** The writes of one call or transaction, by one thread. */
  interface Writing {

    /** Called before a write is sent. From here on, caches serve nothing of what it may change. */
    void touch(Set<CacheSubject> subjects);

    /**
     * Called after the commit or rollback. From here on, caches may serve what is read anew.
     *
     * @param known whether the outcome is known; if not, the server may commit later, and caches
     *     serve nothing until that is impossible
     */
    void end(boolean known);
  }
}
