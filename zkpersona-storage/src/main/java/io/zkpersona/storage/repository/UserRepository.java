package io.zkpersona.storage.repository;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.error.UserNotFoundException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserFilter;
import io.zkpersona.domain.user.WalletAddress;
import java.util.Optional;

/**
 * Users. Those that are softly deleted are found by id only, unless a filter asks for them; they
 * still hold their wallet, e-mail and name.
 */
public interface UserRepository
    extends Repository<User, UserId>, FilterablePaginatedRepository<User, UserFilter> {

  /**
   * Looks a user up by wallet. The letter case of an Ethereum address does not matter, that of
   * other chains' addresses does.
   *
   * @param walletAddress the wallet
   * @return its user, empty if there is none or it is softly deleted
   */
  Optional<User> findByWalletAddress(WalletAddress walletAddress);

  /**
   * Looks a user up by e-mail, the letter case of A to Z ignored.
   *
   * @param email the e-mail address
   * @return its user, empty if there is none or it is softly deleted
   */
  Optional<User> findByEmail(String email);

  /**
   * Looks a user up by name, the letter case of A to Z ignored.
   *
   * @param username the name
   * @return its user, empty if there is none or it is softly deleted
   */
  Optional<User> findByUsername(String username);

  /**
   * The user of a wallet, created with default settings if there is none. However many threads and
   * processes ask at once, one user is made and all of them get it; nothing is written for a user
   * that exists.
   *
   * @param walletAddress the wallet
   * @return its user
   * @throws DuplicateEntityException if the wallet's user is softly deleted
   */
  User getOrCreateByWalletAddress(WalletAddress walletAddress);

  /**
   * Bars a user that is active or inactive for the time being. One guarded statement: of many steps
   * at once, each starts from where another left off, or is refused.
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
   * @param id which user
   * @return the user as stored
   * @throws UserNotFoundException if there is none
   * @throws InvalidTransitionException if it already is softly deleted; names both states
   */
  User softDelete(UserId id);
}
