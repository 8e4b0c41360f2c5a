package io.zkpersona.storage.repository;

import io.zkpersona.domain.error.BudgetExceededException;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.SponsoredTransactionId;
import io.zkpersona.domain.sponsorship.GasCost;
import io.zkpersona.domain.sponsorship.ReserveSponsorshipRequest;
import io.zkpersona.domain.sponsorship.SponsoredTransaction;
import io.zkpersona.domain.sponsorship.SponsoredTransactionFilter;
import io.zkpersona.domain.sponsorship.TransactionHash;
import java.time.Instant;
import java.util.Optional;

/**
 * Transactions whose gas a sponsor pays, and the sponsors' accounts that go with them: {@link
 * #reserve}, {@link #submit}, then {@link #confirm} or {@link #fail}; {@link #expireStale} for what
 * was never submitted. Each is one statement, so that transaction and account change together, and
 * of many that do the same at once one wins.
 *
 * <p>A reservation locks the sponsor's account of the day until the end of the transaction that it
 * is part of: keep such transactions short. What is saved, updated or deleted by the general
 * methods moves no account: they are for imports and repairs.
 */
public interface SponsoredTransactionRepository
    extends Repository<SponsoredTransaction, SponsoredTransactionId>,
        FilterablePaginatedRepository<SponsoredTransaction, SponsoredTransactionFilter> {

  /**
   * Reserves the most that a transaction may cost against the sponsor's budget of the day (in UTC,
   * by the database's clock). However many reserve at once, what is reserved and spent never
   * exceeds the budget. A day's budget is the sponsor's at the day's first reservation.
   *
   * <p>Repeat: reserves a second time; ask {@code outcomeOf} first, which knows the id.
   *
   * @param request what is to be paid, and by whom; the network is the sponsor's
   * @return the transaction as stored, pending
   * @throws BudgetExceededException if what is left of the day's budget does not cover it
   * @throws EntityNotFoundException if there is no such sponsor
   * @throws ValidationException if the sponsor is suspended
   * @throws MissingReferenceException if there is no such user
   */
  SponsoredTransaction reserve(ReserveSponsorshipRequest request);

  /**
   * Notes that a pending transaction was sent. One whose reservation is past its expiry is still
   * taken, unless {@link #expireStale} was faster.
   *
   * <p>Repeat: refused with {@link InvalidTransitionException} from the state to itself; look
   * whether it has this hash.
   *
   * @param id which transaction
   * @param transactionHash the hash by which its network knows it
   * @return the transaction as stored, submitted
   * @throws EntityNotFoundException if there is none
   * @throws InvalidTransitionException if it is not pending
   * @throws DuplicateEntityException if another one on that network has this hash
   */
  SponsoredTransaction submit(SponsoredTransactionId id, TransactionHash transactionHash);

  /**
   * Notes that a submitted transaction is on chain: its reservation ends and its cost is spent, of
   * the day it was reserved on, even if that is more than was reserved.
   *
   * <p>Repeat: refused with {@link InvalidTransitionException} from the state to itself; nothing is
   * spent twice.
   *
   * @param id which transaction
   * @param cost what it took; a price of null is the one that was reserved
   * @return the transaction as stored, confirmed
   * @throws EntityNotFoundException if there is none
   * @throws InvalidTransitionException if it is not submitted
   * @throws ValidationException if the cost has more digits than can be kept
   */
  SponsoredTransaction confirm(SponsoredTransactionId id, GasCost cost);

  /**
   * Notes that a pending or submitted transaction failed at no cost: its reservation ends.
   *
   * <p>Repeat: refused with {@link InvalidTransitionException} from the state to itself; nothing is
   * given back twice.
   *
   * @param id which transaction
   * @param reason why, at most 500 characters, without personal data
   * @return the transaction as stored, failed
   * @throws EntityNotFoundException if there is none
   * @throws InvalidTransitionException if it is confirmed or failed
   * @throws ValidationException if the reason is too long
   */
  SponsoredTransaction fail(SponsoredTransactionId id, String reason);

  /**
   * Notes that a submitted transaction failed on chain, where it costs all the same: its
   * reservation ends and its cost is spent.
   *
   * <p>Repeat: refused with {@link InvalidTransitionException} from the state to itself; nothing is
   * spent twice.
   *
   * @param id which transaction
   * @param reason why, at most 500 characters, without personal data
   * @param cost what it took; a price of null is the one that was reserved
   * @return the transaction as stored, failed
   * @throws EntityNotFoundException if there is none
   * @throws InvalidTransitionException if it is not submitted
   * @throws ValidationException if the reason is too long, or the cost has more digits than can be
   *     kept
   */
  SponsoredTransaction fail(SponsoredTransactionId id, String reason, GasCost cost);

  /**
   * Fails pending transactions whose reservation has lapsed, the oldest first, and gives their
   * amounts back. Many processes may do so at once: each takes what no other one is busy with.
   *
   * <p>Repeat: goes on with the next ones.
   *
   * @param now those that expire then or earlier, cut to microseconds
   * @param limit how many at most, 1 to 10,000
   * @return how many were failed; fewer than {@code limit} if none is left that is free
   * @throws ValidationException if {@code limit} is out of range
   */
  int expireStale(Instant now, int limit);

  /**
   * Looks a transaction up by its hash.
   *
   * @param transactionHash the hash
   * @param blockchainNetwork on which network
   * @return the transaction, empty if there is none
   */
  Optional<SponsoredTransaction> findByTransactionHash(
      TransactionHash transactionHash, String blockchainNetwork);
}
