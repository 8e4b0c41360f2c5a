package io.zkpersona.storage.repository;

import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.sponsorship.DailyBudget;
import io.zkpersona.domain.sponsorship.Sponsor;
import io.zkpersona.domain.sponsorship.SponsorFilter;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Sponsors. One that has ever reserved anything can't be deleted, since its accounts stay ({@link
 * io.zkpersona.domain.error.MissingReferenceException}): suspend it.
 */
public interface SponsorRepository
    extends Repository<Sponsor, SponsorId>, FilterablePaginatedRepository<Sponsor, SponsorFilter> {

  /**
   * Looks a sponsor up by name.
   *
   * @param name the name, letter case included
   * @return the sponsor, whatever its status, empty if there is none
   */
  Optional<Sponsor> findByName(String name);

  /**
   * A sponsor's account of a day.
   *
   * @param id which sponsor
   * @param date the day in UTC
   * @return the account, empty if nothing was reserved that day, or there is no such sponsor
   */
  Optional<DailyBudget> findBudget(SponsorId id, LocalDate date);

  /**
   * Lets a sponsor take no new reservations. Those that it has go their way.
   *
   * <p>Repeat: refused with {@link InvalidTransitionException} from the state to itself; the step
   * is done.
   *
   * @param id which sponsor
   * @return the sponsor as stored
   * @throws EntityNotFoundException if there is none
   * @throws InvalidTransitionException if it is suspended
   */
  Sponsor suspend(SponsorId id);

  /**
   * Lets a suspended sponsor pay again.
   *
   * <p>Repeat: refused with {@link InvalidTransitionException} from the state to itself; the step
   * is done.
   *
   * @param id which sponsor
   * @return the sponsor as stored
   * @throws EntityNotFoundException if there is none
   * @throws InvalidTransitionException if it is active
   */
  Sponsor reactivate(SponsorId id);
}
