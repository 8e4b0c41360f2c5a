package io.zkpersona.storage.repository;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.error.StillReferencedException;
import io.zkpersona.domain.error.TransactionException;
import io.zkpersona.domain.error.UserNotFoundException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.ErasureReport;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserFilter;
import io.zkpersona.domain.user.WalletAddress;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Users. Those that are softly deleted are found by id only, unless a filter asks for them; they
 * still hold their wallet, e-mail and name.
 */
public interface UserRepository
    extends Repository<User, UserId>, FilterablePaginatedRepository<User, UserFilter> {

  /**
   * Looks a user up by wallet. The letter case of an Ethereum address does not matter. Any other
   * address is looked for as it is, which finds what old rows hold, and then in the spelling of
   * {@link WalletAddress#of}, under which new rows are stored.
   *
   * @param walletAddress the wallet
   * @return its user, empty if there is none or it is softly deleted
   */
  Optional<User> findByWalletAddress(WalletAddress walletAddress);

  /**
   * Looks a user up by e-mail, the letter case of A to Z ignored: composed (Unicode's normalization
   * form C), as new rows hold it, and then as given.
   *
   * @param email the e-mail address
   * @return its user, empty if there is none or it is softly deleted
   */
  Optional<User> findByEmail(String email);

  /**
   * Looks a user up by name, the letter case of A to Z ignored: composed (Unicode's normalization
   * form C), as new rows hold it, and then as given.
   *
   * @param username the name
   * @return its user, empty if there is none or it is softly deleted
   */
  Optional<User> findByUsername(String username);

  /**
   * Looks many users up by wallet, as {@link #findByWalletAddress} does one: with one statement for
   * each 5,000 different wallets, and none for an empty collection. Any number may be asked for;
   * what is found is held in memory.
   *
   * @param walletAddresses the wallets; one named twice counts once
   * @return the user of each wallet that has one that is not softly deleted, in the order of the
   *     wallets; unmodifiable
   */
  Map<WalletAddress, User> findAllByWalletAddress(Collection<WalletAddress> walletAddresses);

  /**
   * Looks many users up by e-mail, as {@link #findByEmail} does one, and as many with a statement
   * as {@link #findAllByWalletAddress}.
   *
   * @param emails the e-mail addresses; one named twice counts once
   * @return the user of each that has one that is not softly deleted, in the order of the addresses
   *     and under each spelling that was given; unmodifiable
   */
  Map<String, User> findAllByEmail(Collection<String> emails);

  /**
   * Looks many users up by name, as {@link #findByUsername} does one, and as many with a statement
   * as {@link #findAllByWalletAddress}.
   *
   * @param usernames the names; one named twice counts once
   * @return the user of each that has one that is not softly deleted, in the order of the names and
   *     under each spelling that was given; unmodifiable
   */
  Map<String, User> findAllByUsername(Collection<String> usernames);

  /**
   * The user of a wallet, created with default settings if there is none. However many threads and
   * processes ask at once, one user is made and all of them get it; nothing is written for a user
   * that exists. The wallet is looked for as by {@link #findByWalletAddress}, and stored in the
   * spelling of {@link WalletAddress#of}.
   *
   * <p>Repeat: gives the same user.
   *
   * @param walletAddress the wallet
   * @return its user
   * @throws DuplicateEntityException if the wallet's user is softly deleted
   * @throws ValidationException if there is none, and {@link WalletAddress#of} refuses the wallet
   */
  User getOrCreateByWalletAddress(WalletAddress walletAddress);

  /**
   * The users of many wallets, those that are missing created with default settings. However many
   * threads and processes ask at once, one user is made for a wallet and all of them get it;
   * nothing is written for users that exist. A wallet that another transaction is about to create
   * is waited for.
   *
   * <p>Takes one statement for each 5,000 different wallets if all have users, a second one for
   * those that don't, and a third where others create the same ones at that moment. Outside a
   * transaction each statement stands for itself: if one fails, the users made before it stay, and
   * a repeat goes on with the others. Any number may be asked for; all users are held in memory,
   * some 300 bytes each.
   *
   * <p>Wallets are created in an order that all such calls have in common, so that they don't end
   * in deadlocks among each other; several calls in one transaction may. In a transaction at
   * REPEATABLE READ or SERIALIZABLE, a wallet that somebody created after the transaction's first
   * statement is a {@link TransactionException} that is retryable, never a user left out.
   *
   * <p>Repeat: gives the same users.
   *
   * @param walletAddresses the wallets; one named twice counts once
   * @return the user of each, and how many of them are new
   * @throws DuplicateEntityException if the user of one is softly deleted, with the index of the
   *     first such wallet; nothing is written then, unless it was deleted during the call
   * @throws ValidationException if {@link WalletAddress#of} refuses a wallet that has no user, with
   *     the index of the first; nothing is written then
   * @throws TransactionException if concurrent transactions got in the way, as above; it may be
   *     tried again
   */
  WalletUsers getOrCreateAllByWalletAddress(Collection<WalletAddress> walletAddresses);

  /**
   * Bars a user that is active or inactive for the time being. One guarded statement: of many steps
   * at once, each starts from where another left off, or is refused.
   *
   * <p>Repeat: refused with {@link InvalidTransitionException} from the state to itself; the step
   * is done.
   *
   * @param id which user
   * @return the user as stored
   * @throws UserNotFoundException if there is none
   * @throws InvalidTransitionException if it is suspended or softly deleted; names both states
   */
  User suspend(UserId id);

  /**
   * Makes a user active again that is inactive, suspended or softly deleted. One guarded statement,
   * as {@link #suspend}.
   *
   * <p>Repeat: refused with {@link InvalidTransitionException} from the state to itself; the step
   * is done.
   *
   * @param id which user
   * @return the user as stored
   * @throws UserNotFoundException if there is none
   * @throws InvalidTransitionException if it is active; names both states
   */
  User reactivate(UserId id);

  /**
   * Deletes a user softly: it is found by id only, still holds its wallet, e-mail and name, and may
   * be reactivated. One guarded statement, as {@link #suspend}.
   *
   * <p>Repeat: refused with {@link InvalidTransitionException} from the state to itself; the step
   * is done.
   *
   * @param id which user
   * @return the user as stored
   * @throws UserNotFoundException if there is none
   * @throws InvalidTransitionException if it already is softly deleted; names both states
   */
  User softDelete(UserId id);

  /**
   * Erases a person, in one transaction: the user, its sessions, inputs (also those of nobody's in
   * its sessions), scores, proofs and reputation records, its sign-in data and the challenges of
   * its wallet. Sponsored transactions stay for the sponsor's account, and lose the user and the
   * reason why they failed; what others did in its sessions stays theirs. Spent nullifiers stay, as
   * hashes that lead to nobody, so that nothing can be spent again. The bare id may remain where
   * the user acted on rows of others ({@code createdBy}, {@code modifiedBy}, who granted a role,
   * who verified a proof): it points to nothing any more.
   *
   * <p>A free-text session may be called after the person. Nobody's inputs in one that the user
   * also was in, and no other user, stay and lose its name; so do the counts of activity. A session
   * of nobody's that the user and no other user was in loses its metadata. What others wrote about
   * the person into rows of their own is not looked for.
   *
   * <p>Rows are removed in batches, so that a large history is no large statement, but all of them
   * are locked until the end: expect seconds for hundreds of thousands. Nothing that refers to the
   * user can be added meanwhile; who tries waits, and then fails as for a user that does not exist.
   * Where that ends in a deadlock the erasure is begun anew, up to four times.
   *
   * <p>Counts that are kept of the user's inputs ({@link ActivityRollup}) lose the user right
   * after, or, inside a transaction of the caller's and where others are at them for longer than a
   * statement may wait, when they are added up the next time.
   *
   * <p>Repeat: refused with {@link UserNotFoundException}; all is erased, and the report is lost.
   *
   * @param id which user, whatever its status
   * @return how many rows were removed and detached, by table
   * @throws UserNotFoundException if there is none
   * @throws TransactionException if concurrent transactions got in its way each time; nothing is
   *     removed then, and it may be tried again
   * @throws StillReferencedException if a table of the host's refers to what would go; nothing is
   *     removed then
   */
  ErasureReport erase(UserId id);

  /**
   * Deletes a user's row, and by the schema's rules what hangs on it: sessions, proofs, reputation
   * records and sign-in data go, while inputs and scores stay and belong to nobody. That is no
   * erasure of a person: {@link #erase} is.
   *
   * <p>Repeat: refused with {@link UserNotFoundException}; the user is gone.
   *
   * @param id which user
   * @throws UserNotFoundException if there is none
   */
  @Override
  void deleteById(UserId id);
}
