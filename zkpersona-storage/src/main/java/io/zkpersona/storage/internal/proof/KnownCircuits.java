package io.zkpersona.storage.internal.proof;

import io.zkpersona.storage.internal.repository.Remembered;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules of circuits that this manager read or declared. A transaction that declared one may
 * have been rolled back, so each use of them is checked on the server.
 */
final class KnownCircuits {

  private record Named(String name, String version) {}

  private final Remembered remembered;

  KnownCircuits(RepositoryContext context) {
    this.remembered = context.remembered();
  }

  /** Returns the rules of a circuit; empty without a name. */
  Optional<CircuitRules> find(@Nullable String name, String version) {
    return name == null
        ? Optional.empty()
        : remembered.find(CircuitRules.class, new Named(name, version));
  }

  /** Remembers the rules of a circuit. */
  CircuitRules add(CircuitRules rules) {
    remembered.put(CircuitRules.class, new Named(rules.name(), rules.version()), rules);
    return rules;
  }
}
