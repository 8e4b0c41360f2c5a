package io.zkpersona.storage.repository.change;

import io.zkpersona.domain.change.ChangedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time during which each change of a kind of row was recorded.
 *
 * @param entity the kind of row
 * @param since the time from which on
 * @param until the time until which; null if changes are recorded now
 */
public record ChangeRecording(ChangedEntity entity, Instant since, @Nullable Instant until) {}
