package io.zkpersona.domain.id;

import java.util.UUID;

/**
 * The id of a stored entity. Implementations are immutable records, equal by type and value.
 *
 * <p>Generated ids are UUIDs of version 7. Within one process each is greater than all before it,
 * in the order in which PostgreSQL compares them (byte by byte, unsigned), by whatever thread it
 * was made and even while the clock is set back. {@link UUID#compareTo} orders otherwise.
 */
public interface EntityId {

  /** The bare id. */
  UUID value();
}
