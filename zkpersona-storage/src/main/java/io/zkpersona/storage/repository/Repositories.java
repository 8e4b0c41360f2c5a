package io.zkpersona.storage.repository;

/** One repository for each entity. Thread-safe, unless it is a transaction's. */
public interface Repositories {

  /**
   * People.
   *
   * @return the repository of users
   */
  UserRepository users();

  /**
   * Their sessions.
   *
   * @return the repository of behavior sessions
   */
  BehaviorSessionRepository behaviorSessions();

  /**
   * What they did.
   *
   * @return the repository of behavior inputs
   */
  BehaviorInputRepository behaviorInputs();

  /**
   * What a model thought of it.
   *
   * @return the repository of scoring results
   */
  ScoringResultRepository scoringResults();

  /**
   * What was proven about it.
   *
   * @return the repository of zero-knowledge proofs
   */
  ZkProofRepository zkProofs();

  /**
   * What came of it.
   *
   * @return the repository of reputation records
   */
  ReputationRecordRepository reputationRecords();
}
