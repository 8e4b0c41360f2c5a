package io.zkpersona.storage.repository.change;

import io.zkpersona.domain.change.ChangedEntity;

/**
 * A trigger that is missing, disabled or replaced, so that changes are lost.
 *
 * @param entity the kind of row
 * @param table the table, or the partition of it
 * @param trigger the name of the trigger
 */
public record RecordingGap(ChangedEntity entity, String table, String trigger) {}
