package io.zkpersona.benchmarks.ingest;

/** What is loaded. */
public enum Kind {
  /** Users of wallets. They leave none of the users whom the other rows belong to. */
  USERS,
  /** Inputs with external keys. */
  INPUTS,
  /** Scores of reputation. */
  REPUTATION;

  Loads into(Target target) {
    return switch (this) {
      case USERS -> new UserLoads(target);
      case INPUTS -> new InputLoads(target);
      case REPUTATION -> new ReputationLoads(target);
    };
  }
}
