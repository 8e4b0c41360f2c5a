package io.zkpersona.benchmarks.ingest;

/** The kinds of rows. */
public enum Kind {
  /** Users of wallets. This load deletes the users of the other rows. */
  USERS,
  /** Inputs with external keys. */
  INPUTS,
  /** Reputation scores. */
  REPUTATION;

  Loads into(Target target) {
    return switch (this) {
      case USERS -> new UserLoads(target);
      case INPUTS -> new InputLoads(target);
      case REPUTATION -> new ReputationLoads(target);
    };
  }
}
