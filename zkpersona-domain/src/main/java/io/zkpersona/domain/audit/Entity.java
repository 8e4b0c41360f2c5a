package io.zkpersona.domain.audit;

import io.zkpersona.domain.id.EntityId;

/**
 * A stored object. Implementations are immutable records, equal by value.
 *
 * @param <I> the type of the id
 */
public interface Entity<I extends EntityId> {

  /** Returns the id, which is generated before the first save and never changes. */
  I id();

  /** Returns the audit columns. */
  AuditStamp audit();
}
