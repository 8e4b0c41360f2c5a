package io.zkpersona.domain.audit;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The audit columns of an entity: who wrote it and when. The database sets the times; an entity
 * that was never saved has {@link Instant#EPOCH}. The modification time only increases, and updates
 * compare it to detect concurrent changes. Immutable and thread-safe.
 *
 * @param createdBy the actor of the first save; null if unknown
 * @param createdAt the time of the first save, in microseconds
 * @param modifiedBy the actor of the last change; null if unknown, as after a change without an
 *     actor
 * @param modifiedAt the time of the last change, in microseconds
 */
public record AuditStamp(
    @Nullable ActorId createdBy,
    Instant createdAt,
    @Nullable ActorId modifiedBy,
    Instant modifiedAt) {

  private static final AuditStamp UNSAVED =
      new AuditStamp(null, Instant.EPOCH, null, Instant.EPOCH);

  /**
   * Truncates the times to microseconds.
   *
   * @throws ValidationException if a time is null or outside the range of the database
   */
  public AuditStamp {
    createdAt = Checks.micros("createdAt", createdAt);
    modifiedAt = Checks.micros("modifiedAt", modifiedAt);
  }

  /** Returns the stamp of an entity that was never saved, without an actor. */
  public static AuditStamp unsaved() {
    return UNSAVED;
  }

  /**
   * Returns the stamp of an entity that was never saved.
   *
   * @param actor the actor about to save it
   * @throws ValidationException if actor is null
   */
  public static AuditStamp unsaved(ActorId actor) {
    Checks.notNull("actor", actor);
    return new AuditStamp(actor, Instant.EPOCH, actor, Instant.EPOCH);
  }

  /** Tells whether the database has set the times, that is, whether the entity was ever saved. */
  public boolean isSaved() {
    return !createdAt.equals(Instant.EPOCH);
  }
}
