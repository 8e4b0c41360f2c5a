package io.zkpersona.domain.audit;

import io.zkpersona.domain.id.EntityId;

/**
 * Something that is stored. Implementations are immutable records, equal by value.
 *
 * @param <I> the type of its id
 */
public interface Entity<I extends EntityId> {

  /** The id: made before it is saved, and never changed. */
  I id();

  /** Who wrote it and when. */
  AuditStamp audit();
}
