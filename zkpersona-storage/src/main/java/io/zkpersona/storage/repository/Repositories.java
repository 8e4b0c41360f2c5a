package io.zkpersona.storage.repository;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;

/**
 * One repository for each entity, and what goes over several. Thread-safe, unless it is a
 * transaction's.
 */
public interface Repositories {

  /**
   * The same repositories, written through by somebody: {@code createdBy} and {@code modifiedBy} of
   * everything they insert, and {@code modifiedBy} of everything they change, is that actor,
   * whatever the entities say.
   *
   * <p>Without an actor a change names nobody: {@code modifiedBy} becomes null, since whoever made
   * the change before did not make this one. Entities may still name their actors themselves: one
   * that is inserted is stored as it says, and one that is updated names who changes it where it
   * names somebody else than the stored row does. A change made by SQL counts as well: it makes
   * {@code modifiedAt} later, and clears {@code modifiedBy} unless it sets another.
   *
   * @param actorId who writes: a user or a service; need not be a user that is stored
   * @return repositories on the same connections, in the same transaction if there is one
   * @throws ValidationException if {@code actorId} is null
   */
  Repositories as(ActorId actorId);

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

  /**
   * The counts of public scores that {@link ReputationRecordRepository#standing} goes by.
   *
   * @return never null
   */
  ReputationCounts reputationCounts();

  /**
   * What can be granted to users.
   *
   * @return the repository of roles
   */
  RoleRepository roles();

  /**
   * What roles carry.
   *
   * @return the repository of permissions
   */
  PermissionRepository permissions();

  /**
   * Who may do what: grants of roles, and the permissions that follow from them.
   *
   * @return the control of access
   */
  AccessControl access();

  /**
   * Who pays for the gas of others.
   *
   * @return the repository of sponsors
   */
  SponsorRepository sponsors();

  /**
   * What they pay for.
   *
   * @return the repository of sponsored transactions
   */
  SponsoredTransactionRepository sponsoredTransactions();

  /**
   * Who is signed in, to list and to look into; {@link #signIn} is what signs in and out.
   *
   * @return the repository of sign-in sessions
   */
  AuthSessionRepository authSessions();

  /**
   * Sign-in by wallet.
   *
   * @return challenges, sessions and tokens
   */
  SignIn signIn();

  /**
   * Unprocessed behavior inputs as work.
   *
   * @return the queue of them
   */
  WorkQueue workQueue();

  /**
   * Counts of behavior inputs that are kept up while they are written.
   *
   * @return the rollup, switched off unless somebody switched it on
   */
  ActivityRollup activityRollup();

  /**
   * The table of behavior inputs by ranges of time, for those who drop old ones as a whole.
   *
   * @return its partitions, none unless somebody switched them on
   */
  InputPartitions inputPartitions();
}
