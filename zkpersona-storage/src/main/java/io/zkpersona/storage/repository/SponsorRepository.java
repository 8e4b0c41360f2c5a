package io.zkpersona.storage.repository;

import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.sponsorship.DailyBudget;
import io.zkpersona.domain.sponsorship.Sponsor;
import io.zkpersona.domain.sponsorship.SponsorFilter;
import io.zkpersona.storage.repository.change.HistoryOf;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Stores sponsors. A sponsor with any past reservation can't be deleted, since its accounts are
 * kept ({@link io.zkpersona.domain.error.StillReferencedException}); suspend it instead.
 */
public interface SponsorRepository
    extends Repository<Sponsor, SponsorId>,
        FilterablePaginatedRepository<Sponsor, SponsorFilter>,
        HistoryOf<Sponsor, SponsorId> {

  /**
   * Looks up a sponsor by name.
   *
   * @param name the name; case-sensitive
   * @return the sponsor, regardless of its status; empty if there is none
   */
  Optional<Sponsor> findByName(String name);

  /**
   * Returns a sponsor's account of a day.
   *
   * @param id the sponsor's id
   * @param date the day in UTC
   * @return the account; empty if nothing was reserved that day, or there is no such sponsor
   */
  Optional<DailyBudget> findBudget(SponsorId id, LocalDate date);

  /**
   * Suspends a sponsor: new reservations fail, existing ones can still be submitted and completed.
   *
   * <p>Repeat: throws {@link InvalidTransitionException} from the state to itself; the transition
   * has been made.
   *
   * @param id the sponsor's id
   * @return the sponsor as stored
   * @throws EntityNotFoundException if there is no such sponsor
   * @throws InvalidTransitionException if it is suspended
   */
  Sponsor suspend(SponsorId id);

  /**
   * Reactivates a suspended sponsor.
   *
   * <p>Repeat: throws {@link InvalidTransitionException} from the state to itself; the transition
   * has been made.
   *
   * @param id the sponsor's id
   * @return the sponsor as stored
   * @throws EntityNotFoundException if there is no such sponsor
   * @throws InvalidTransitionException if it is active
   */
  Sponsor reactivate(SponsorId id);
}
