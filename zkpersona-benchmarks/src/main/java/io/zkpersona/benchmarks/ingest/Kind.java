package io.zkpersona.benchmarks.ingest;

import java.util.function.Function;

/** What is loaded. Users leave nobody in the table whom the rows of the others could belong to. */
public enum Kind {
  /** Users of wallets. */
  USERS(UserLoads::new),
  /** Inputs with external keys. */
  INPUTS(InputLoads::new),
  /** Scores of reputation. */
  REPUTATION(ReputationLoads::new);

  private final Function<Target, Loads> loads;

  Kind(Function<Target, Loads> loads) {
    this.loads = loads;
  }

  Loads into(Target target) {
    return loads.apply(target);
  }
}
