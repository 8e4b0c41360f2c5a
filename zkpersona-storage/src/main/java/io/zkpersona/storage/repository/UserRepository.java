package io.zkpersona.storage.repository;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.error.StillReferencedException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.ErasureReport;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserFilter;
import io.zkpersona.domain.user.UserNotFoundException;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.progress.ProgressListener;
import io.zkpersona.storage.repository.behavior.ActivityRollup;
import io.zkpersona.storage.repository.change.Changes;
import io.zkpersona.storage.repository.change.HistoryOf;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Stores users. A soft-deleted user is found only by id, or by a filter that asks for deleted
 * users; it keeps its wallet, e-mail address and name.
 */
public interface UserRepository
    extends Repository<User, UserId>,
        FilterablePaginatedRepository<User, UserFilter>,
        HistoryOf<User, UserId> {

  /**
   * Looks up a user by wallet. Ethereum addresses are compared without regard to case. Any other
   * address is looked up first as given, which matches older rows, and then in the canonical
   * spelling of {@link WalletAddress#of}, in which new rows are stored.
   *
   * @param walletAddress the wallet
   * @return its user; empty if there is none or it is soft-deleted
   */
  Optional<User> findByWalletAddress(WalletAddress walletAddress);

  /**
   * Looks up a user by e-mail address, ignoring the case of A to Z. The address is looked up first
   * in Unicode normalization form C, as new rows store it, and then as given.
   *
   * @param email the e-mail address
   * @return its user; empty if there is none or it is soft-deleted
   */
  Optional<User> findByEmail(String email);

  /**
   * Looks up a user by name, ignoring the case of A to Z. The name is looked up first in Unicode
   * normalization form C, as new rows store it, and then as given.
   *
   * @param username the name
   * @return its user; empty if there is none or it is soft-deleted
   */
  Optional<User> findByUsername(String username);

  /**
   * Looks up many users by wallet, each as {@link #findByWalletAddress} does. Sends one statement
   * per 5,000 distinct wallets, and none for an empty collection. The number of wallets is not
   * limited; all users found are held in memory.
   *
   * @param walletAddresses the wallets; duplicates count once
   * @return the user of each wallet that has one that is not soft-deleted, in the order of the
   *     wallets; unmodifiable
   */
  Map<WalletAddress, User> findAllByWalletAddress(Collection<WalletAddress> walletAddresses);

  /**
   * Looks up many users by e-mail address, each as {@link #findByEmail} does, in batches of the
   * same size as {@link #findAllByWalletAddress}.
   *
   * @param emails the e-mail addresses; duplicates count once
   * @return the user of each address that has one that is not soft-deleted, in the order of the
   *     addresses, with one entry for each spelling given; unmodifiable
   */
  Map<String, User> findAllByEmail(Collection<String> emails);

  /**
   * Looks up many users by name, each as {@link #findByUsername} does, in batches of the same size
   * as {@link #findAllByWalletAddress}.
   *
   * @param usernames the names; duplicates count once
   * @return the user of each name that has one that is not soft-deleted, in the order of the names,
   *     with one entry for each spelling given; unmodifiable
   */
  Map<String, User> findAllByUsername(Collection<String> usernames);

  /**
   * Returns the user of a wallet, creating it with default settings if there is none. Concurrent
   * calls, in any number of threads and processes, create one user and all return it; nothing is
   * written for a user that exists. The wallet is looked up as by {@link #findByWalletAddress} and
   * stored in the spelling of {@link WalletAddress#of}.
   *
   * <p>Repeat: returns the same user.
   *
   * @param walletAddress the wallet
   * @return its user
   * @throws DuplicateEntityException if the wallet's user is soft-deleted
   * @throws ValidationException if there is no user and {@link WalletAddress#of} rejects the wallet
   */
  User getOrCreateByWalletAddress(WalletAddress walletAddress);

  /**
   * Returns the users of many wallets, creating missing ones with default settings. Concurrent
   * calls, in any number of threads and processes, create one user per wallet and all return it;
   * nothing is written for users that exist. If another transaction is creating the user of a
   * wallet, the call waits for it.
   *
   * <p>Sends one statement per 5,000 distinct wallets if all have users, a second one to create
   * missing users, and a third if concurrent calls create some of them at that moment. Outside a
   * transaction each statement commits separately: if one fails, the users created before it
   * remain, and a repeat creates the others. The number of wallets is not limited; all users are
   * held in memory, about 300 bytes each.
   *
   * <p>All such calls create users in the same order, so they do not deadlock with each other;
   * several calls in one transaction may. In a transaction at REPEATABLE READ or SERIALIZABLE, a
   * user that another transaction created after the current transaction's first statement causes a
   * retryable {@link TransactionException}; no user is ever left out of the result.
   *
   * <p>Repeat: returns the same users.
   *
   * @param walletAddresses the wallets; duplicates count once
   * @return the user of each wallet, and how many of them are new
   * @throws DuplicateEntityException if the user of a wallet is soft-deleted, with the index of the
   *     first such wallet; nothing is written, unless the user was deleted during the call
   * @throws ValidationException if {@link WalletAddress#of} rejects a wallet that has no user, with
   *     the index of the first such wallet; nothing is written
   * @throws TransactionException if it conflicts with concurrent transactions, as above; it may be
   *     retried
   */
  WalletUsers getOrCreateAllByWalletAddress(Collection<WalletAddress> walletAddresses);

  /**
   * Suspends an active or inactive user. One guarded statement: of concurrent transitions, each
   * starts from the state that the previous one left, or fails.
   *
   * <p>Repeat: throws {@link InvalidTransitionException} from the state to itself; the transition
   * has been made.
   *
   * @param id the user's id
   * @return the user as stored
   * @throws UserNotFoundException if there is none
   * @throws InvalidTransitionException if it is suspended or soft-deleted; names both states
   */
  User suspend(UserId id);

  /**
   * Reactivates an inactive, suspended or soft-deleted user. One guarded statement, as {@link
   * #suspend}.
   *
   * <p>Repeat: throws {@link InvalidTransitionException} from the state to itself; the transition
   * has been made.
   *
   * @param id the user's id
   * @return the user as stored
   * @throws UserNotFoundException if there is none
   * @throws InvalidTransitionException if it is active; names both states
   */
  User reactivate(UserId id);

  /**
   * Soft-deletes a user: it is found only by id, keeps its wallet, e-mail address and name, and can
   * be reactivated. One guarded statement, as {@link #suspend}.
   *
   * <p>Repeat: throws {@link InvalidTransitionException} from the state to itself; the transition
   * has been made.
   *
   * @param id the user's id
   * @return the user as stored
   * @throws UserNotFoundException if there is none
   * @throws InvalidTransitionException if it is already soft-deleted; names both states
   */
  User softDelete(UserId id);

  /**
   * Erases a person in one transaction: the user, its sessions, inputs (including inputs without a
   * user in its sessions), scores, proofs and reputation records, its sign-in data and the
   * challenges of its wallet. Sponsored transactions remain for the sponsor's accounting but lose
   * the user and the failure reason; inputs of other users in its sessions remain theirs. Spent
   * nullifiers remain, as hashes that identify no one, so that nothing can be spent twice. The bare
   * id may remain where the user acted on rows of others ({@code createdBy}, {@code modifiedBy},
   * the grantor of a role, the verifier of a proof); it no longer refers to a row.
   *
   * <p>A free-text session id may contain the person's name. If the user and no other user had
   * inputs in such a session, its inputs without a user remain and lose the session id, and so do
   * the activity counts; a session without a user that only this user had inputs in loses its
   * metadata. Text about the person that other users wrote into their rows is not searched.
   *
   * <p>Recorded changes ({@link Changes}) lose what leads to the person. Those of a user who was
   * removed before, by {@code deleteById} for example, do so too: then the report counts them as
   * detached, in {@code changes}.
   *
   * <p>Rows are deleted in batches, so that a long history needs no large statement, but all of
   * them stay locked until the end: expect seconds for hundreds of thousands. Rows that refer to
   * the user cannot be added meanwhile; a writer that tries waits, then fails as for a user that
   * does not exist. If this ends in a deadlock, the erasure is retried, up to four times.
   *
   * <p>The activity counts of the user's inputs ({@link ActivityRollup}) lose the user immediately
   * afterwards; inside a caller's transaction, or if others lock the counts for longer than a
   * statement may wait, they lose the user at the next fold.
   *
   * <p>Repeat: throws {@link UserNotFoundException}; the person is erased, and the report is lost.
   *
   * @param id the user's id; its status does not matter
   * @return how many rows were deleted and detached, by table
   * @throws UserNotFoundException if there is none, and no recorded change leads to one
   * @throws TransactionException if every attempt conflicted with concurrent transactions; nothing
   *     is deleted, and the call may be retried. Also if changes are recorded and the caller's
   *     transaction has another isolation than {@code READ_COMMITTED}, which hides some of them
   * @throws StillReferencedException if a table of the host refers to a row to be deleted; nothing
   *     is deleted
   */
  default ErasureReport erase(UserId id) {
    return erase(id, ProgressListener.NONE);
  }

  /**
   * Erases a person, as {@link #erase(UserId)} does, and reports the rows deleted so far after each
   * batch, and once more at the end, when they are committed and the total is known. A short
   * history is deleted by one statement, and only its end is reported. An exception from the
   * listener before the end rolls everything back.
   *
   * <p>Repeat: throws {@link UserNotFoundException}; the person is erased, and the report is lost.
   *
   * @param id the user's id; its status does not matter
   * @param progress receives the progress, counted in deleted rows
   * @return how many rows were deleted and detached, by table
   * @throws UserNotFoundException if there is none, and no recorded change leads to one
   * @throws TransactionException if every attempt conflicted with concurrent transactions; nothing
   *     is deleted, and the call may be retried. Also if changes are recorded and the caller's
   *     transaction has another isolation than {@code READ_COMMITTED}, which hides some of them
   * @throws StillReferencedException if a table of the host refers to a row to be deleted; nothing
   *     is deleted
   */
  ErasureReport erase(UserId id, ProgressListener progress);

  /**
   * Deletes a user's row and, as the schema's foreign keys specify, its sessions, proofs,
   * reputation records and sign-in data; inputs and scores remain without a user. This does not
   * erase a person; {@link #erase} does.
   *
   * <p>Repeat: throws {@link UserNotFoundException}; the user is gone.
   *
   * @param id the user's id
   * @throws UserNotFoundException if there is none
   */
  @Override
  void deleteById(UserId id);
}
