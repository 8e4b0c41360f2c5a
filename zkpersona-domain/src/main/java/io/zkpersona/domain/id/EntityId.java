package io.zkpersona.domain.id;

import java.util.UUID;

/**
 * The id of a stored entity. Implementations are immutable records, equal by type and value.
 *
 * <p>Generated ids are version 7 UUIDs. Within one process each id is greater than all earlier ones
 * in PostgreSQL's order (byte by byte, unsigned), across threads and even if the clock is set back.
 * {@link UUID#compareTo} uses a different order.
 */
public interface EntityId {

  /** Returns the bare id. */
  UUID value();
}
