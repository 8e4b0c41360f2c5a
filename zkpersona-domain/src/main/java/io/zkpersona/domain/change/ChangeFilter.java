package io.zkpersona.domain.change;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.internal.SetMembers;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A filter for changes; a null component restricts nothing. Immutable and thread-safe; {@link
 * #toString()} names the components that are set, not their values.
 *
 * @param actorId who made the change
 * @param userId the person whose row was changed
 * @param entity the kind of row
 * @param entityId the row's id; of a grant, the user or the role that holds it
 * @param operation what happened to the row
 * @param from the earliest time, inclusive; truncated to microseconds
 * @param until the latest time, exclusive; truncated to microseconds
 */
@GenerateBuilder
public record ChangeFilter(
    @Nullable ActorId actorId,
    @Nullable UserId userId,
    @Nullable ChangedEntity entity,
    @Nullable UUID entityId,
    @Nullable ChangeOperation operation,
    @Nullable Instant from,
    @Nullable Instant until)
    implements ChangeFilterBuilder.With {

  private static final ChangeFilter NONE = builder().build();

  /**
   * Checks the values.
   *
   * @throws ValidationException if a time is outside the range of the database, or {@code from} is
   *     after {@code until}
   */
  public ChangeFilter {
    from = Checks.nullableMicros("from", from);
    until = Checks.nullableMicros("until", until);
    Checks.ordered("from", from, "until", until);
  }

  /** Returns a builder with nothing set. */
  public static ChangeFilterBuilder builder() {
    return ChangeFilterBuilder.builder();
  }

  /** Returns the filter that restricts nothing. */
  public static ChangeFilter none() {
    return NONE;
  }

  @Override
  public String toString() {
    return SetMembers.of(this, ChangeFilterBuilder.stream(this));
  }
}
