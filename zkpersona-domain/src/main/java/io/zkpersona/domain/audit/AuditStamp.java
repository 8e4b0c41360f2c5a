package io.zkpersona.domain.audit;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who wrote an entity and when. The database sets the times; those of an entity that was never
 * saved are {@link Instant#EPOCH}. The time of the last change only ever grows, and an update
 * compares it to find out whether somebody else was faster. Immutable and thread-safe.
 *
 * @param createdBy who saved it first; null if unknown
 * @param createdAt when it was saved first, in microseconds
 * @param modifiedBy who changed it last; null if unknown, as after a change that named nobody
 * @param modifiedAt when it was changed last, in microseconds
 */
public record AuditStamp(
    @Nullable ActorId createdBy,
    Instant createdAt,
    @Nullable ActorId modifiedBy,
    Instant modifiedAt) {

  private static final AuditStamp UNSAVED =
      new AuditStamp(null, Instant.EPOCH, null, Instant.EPOCH);

  /**
   * Cuts the times to microseconds.
   *
   * @throws ValidationException if a time is null, or outside what the database can hold
   */
  public AuditStamp {
    createdAt = Checks.micros("createdAt", createdAt);
    modifiedAt = Checks.micros("modifiedAt", modifiedAt);
  }

  /** The stamp of an entity that was never saved, by nobody in particular. */
  public static AuditStamp unsaved() {
    return UNSAVED;
  }

  /**
   * The stamp of an entity that was never saved.
   *
   * @param actor who is about to save it
   * @throws ValidationException if actor is null
   */
  public static AuditStamp unsaved(ActorId actor) {
    Checks.notNull("actor", actor);
    return new AuditStamp(actor, Instant.EPOCH, actor, Instant.EPOCH);
  }

  /** Whether the entity comes from the database. */
  public boolean isSaved() {
    return !createdAt.equals(Instant.EPOCH);
  }
}
