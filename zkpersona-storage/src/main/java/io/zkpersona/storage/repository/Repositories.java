package io.zkpersona.storage.repository;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.storage.repository.change.Changes;

/**
 * Provides the repository of each entity and the operations that span several. Thread-safe, unless
 * obtained from a transaction.
 */
public interface Repositories {

  /**
   * Returns these repositories with an actor. They set {@code createdBy} and {@code modifiedBy} of
   * all rows they insert, and {@code modifiedBy} of all rows they change, to that actor, regardless
   * of the entities' own values.
   *
   * <p>Without an actor, a change sets {@code modifiedBy} to null, since the actor of an earlier
   * change did not make this one. Entities may still name actors themselves: an insert stores the
   * entity's own values, and an update stores the entity's {@code modifiedBy} if it differs from
   * that of the stored row. Changes by plain SQL also advance {@code modifiedAt}, and clear {@code
   * modifiedBy} unless they set another value.
   *
   * @param actorId the user or service that writes; need not be a stored user
   * @return repositories on the same connections, in the same transaction if there is one
   * @throws ValidationException if {@code actorId} is null
   */
  Repositories as(ActorId actorId);

  /**
   * Returns the repository of users.
   *
   * @return the repository of users
   */
  UserRepository users();

  /**
   * Returns the repository of behavior sessions.
   *
   * @return the repository of behavior sessions
   */
  BehaviorSessionRepository behaviorSessions();

  /**
   * Returns the repository of behavior inputs.
   *
   * @return the repository of behavior inputs
   */
  BehaviorInputRepository behaviorInputs();

  /**
   * Returns the repository of scoring results.
   *
   * @return the repository of scoring results
   */
  ScoringResultRepository scoringResults();

  /**
   * Returns the repository of zero-knowledge proofs.
   *
   * @return the repository of zero-knowledge proofs
   */
  ZkProofRepository zkProofs();

  /**
   * Returns the repository of reputation records.
   *
   * @return the repository of reputation records
   */
  ReputationRecordRepository reputationRecords();

  /**
   * Returns the repository of roles.
   *
   * @return the repository of roles
   */
  RoleRepository roles();

  /**
   * Returns the repository of permissions.
   *
   * @return the repository of permissions
   */
  PermissionRepository permissions();

  /**
   * Returns access control: grants of roles and checks of permissions.
   *
   * @return access control
   */
  AccessControl access();

  /**
   * Returns the repository of sponsors.
   *
   * @return the repository of sponsors
   */
  SponsorRepository sponsors();

  /**
   * Returns the repository of sponsored transactions.
   *
   * @return the repository of sponsored transactions
   */
  SponsoredTransactionRepository sponsoredTransactions();

  /**
   * Returns the repository of sign-in sessions, for listing and inspection; {@link #signIn} opens
   * and revokes them.
   *
   * @return the repository of sign-in sessions
   */
  AuthSessionRepository authSessions();

  /**
   * Returns sign-in by wallet.
   *
   * @return sign-in: challenges, sessions and tokens
   */
  SignIn signIn();

  /**
   * Returns the recorded changes of all entities: who changed what, and when.
   *
   * @return the recorded changes
   */
  Changes changes();
}
