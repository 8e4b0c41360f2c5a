package io.zkpersona.storage.repository;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.SponsoredTransactionId;
import io.zkpersona.domain.sponsorship.BudgetExceededException;
import io.zkpersona.domain.sponsorship.GasCost;
import io.zkpersona.domain.sponsorship.ReserveSponsorshipRequest;
import io.zkpersona.domain.sponsorship.SponsoredTransaction;
import io.zkpersona.domain.sponsorship.SponsoredTransactionFilter;
import io.zkpersona.domain.sponsorship.TransactionHash;
import io.zkpersona.storage.repository.change.HistoryOf;
import java.time.Instant;
import java.util.Optional;

/**
 * Stores transactions whose gas a sponsor pays, and keeps the sponsors' daily accounts. The
 * lifecycle is {@link #reserve}, {@link #submit}, then {@link #confirm} or {@link #fail}; {@link
 * #expireStale} ends transactions that were never submitted. Each of these calls is one statement
 * that changes transaction and account together; of concurrent calls for the same transition one
 * succeeds.
 *
 * <p>A reservation locks the sponsor's account of the day until the end of the enclosing database
 * transaction: keep such transactions short. The general methods to save, update and delete do not
 * change any account; they are meant for imports and repairs.
 */
public interface SponsoredTransactionRepository
    extends Repository<SponsoredTransaction, SponsoredTransactionId>,
        FilterablePaginatedRepository<SponsoredTransaction, SponsoredTransactionFilter>,
        HistoryOf<SponsoredTransaction, SponsoredTransactionId> {

  /**
   * Reserves the maximum cost of a transaction against the sponsor's budget of the day (in UTC, by
   * the database's clock). Concurrent reservations never exceed the budget: reserved plus spent
   * amounts stay within it. A day's budget is fixed at the day's first reservation.
   *
   * <p>Repeat: reserves a second time; call {@code outcomeOf} first, which knows the id.
   *
   * @param request the sponsor, the user and the maximum cost; the network is the sponsor's
   * @return the transaction as stored, pending
   * @throws BudgetExceededException if the rest of the day's budget does not cover it
   * @throws EntityNotFoundException if there is no such sponsor
   * @throws ValidationException if the sponsor is suspended
   * @throws MissingReferenceException if there is no such user
   */
  SponsoredTransaction reserve(ReserveSponsorshipRequest request);

  /**
   * Marks a pending transaction as submitted. A transaction whose reservation has expired is still
   * accepted, unless {@link #expireStale} has already failed it.
   *
   * <p>Repeat: throws {@link InvalidTransitionException} from the state to itself; check whether
   * the stored transaction has this hash.
   *
   * @param id the transaction's id
   * @param transactionHash the transaction's hash on its network
   * @return the transaction as stored, submitted
   * @throws EntityNotFoundException if there is no such transaction
   * @throws InvalidTransitionException if it is not pending
   * @throws DuplicateEntityException if another transaction on that network has this hash
   */
  SponsoredTransaction submit(SponsoredTransactionId id, TransactionHash transactionHash);

  /**
   * Marks a submitted transaction as confirmed on chain: its reservation ends, and its cost is
   * booked as spent on the day of the reservation, even if it exceeds the reserved amount.
   *
   * <p>Repeat: throws {@link InvalidTransitionException} from the state to itself; nothing is spent
   * twice.
   *
   * @param id the transaction's id
   * @param cost the actual cost; a null price means the reserved price
   * @return the transaction as stored, confirmed
   * @throws EntityNotFoundException if there is no such transaction
   * @throws InvalidTransitionException if it is not submitted
   * @throws ValidationException if the cost has more digits than can be stored
   */
  SponsoredTransaction confirm(SponsoredTransactionId id, GasCost cost);

  /**
   * Marks a pending or submitted transaction as failed at no cost: its reservation ends.
   *
   * <p>Repeat: throws {@link InvalidTransitionException} from the state to itself; nothing is
   * released twice.
   *
   * @param id the transaction's id
   * @param reason the reason, at most 500 characters, without personal data
   * @return the transaction as stored, failed
   * @throws EntityNotFoundException if there is no such transaction
   * @throws InvalidTransitionException if it is confirmed or failed
   * @throws ValidationException if the reason is too long
   */
  SponsoredTransaction fail(SponsoredTransactionId id, String reason);

  /**
   * Marks a submitted transaction as failed on chain, where it still costs gas: its reservation
   * ends, and its cost is booked as spent.
   *
   * <p>Repeat: throws {@link InvalidTransitionException} from the state to itself; nothing is spent
   * twice.
   *
   * @param id the transaction's id
   * @param reason the reason, at most 500 characters, without personal data
   * @param cost the actual cost; a null price means the reserved price
   * @return the transaction as stored, failed
   * @throws EntityNotFoundException if there is no such transaction
   * @throws InvalidTransitionException if it is not submitted
   * @throws ValidationException if the reason is too long, or the cost has more digits than can be
   *     stored
   */
  SponsoredTransaction fail(SponsoredTransactionId id, String reason, GasCost cost);

  /**
   * Fails pending transactions whose reservation has expired, oldest first, and releases their
   * amounts. Safe to run in many processes at once: each skips rows that another one has locked.
   *
   * <p>Repeat: continues with the next ones.
   *
   * @param now reservations that expire at or before this instant have expired; truncated to
   *     microseconds
   * @param limit the maximum number, 1 to 10,000
   * @return how many were failed; fewer than {@code limit} if no unlocked one is left
   * @throws ValidationException if {@code limit} is out of range
   */
  int expireStale(Instant now, int limit);

  /**
   * Looks up a transaction by hash.
   *
   * @param transactionHash the hash
   * @param blockchainNetwork the network
   * @return the transaction; empty if there is none
   */
  Optional<SponsoredTransaction> findByTransactionHash(
      TransactionHash transactionHash, String blockchainNetwork);
}
