package io.zkpersona.domain.change;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The part of a change that a seal covers in the clear, and commitments to the rest. Contains no
 * personal data: a commitment is the SHA-256 hash of a random salt and the ids and version, or the
 * actor, and remains when an erasure removes them. Immutable and thread-safe.
 *
 * @param position the position of the change
 * @param transactionId the id of the transaction that made it, of the server at that time; 0 or
 *     more
 * @param changedAt when the row was changed, truncated to microseconds
 * @param operation what was done
 * @param entity the kind of row
 * @param commitment the commitment to the ids and the version that was replaced
 * @param actorCommitment the commitment to the actor
 */
public record SealedChange(
    long position,
    long transactionId,
    Instant changedAt,
    ChangeOperation operation,
    ChangedEntity entity,
    SealHash commitment,
    SealHash actorCommitment) {

  /**
   * Checks the values and truncates the time to microseconds.
   *
   * @throws ValidationException if a value is null, or the time or the transaction out of range
   */
  public SealedChange {
    Checks.atLeast("transactionId", transactionId, 0);
    changedAt = Checks.micros("changedAt", changedAt);
    Checks.notNull("operation", operation);
    Checks.notNull("entity", entity);
    Checks.notNull("commitment", commitment);
    Checks.notNull("actorCommitment", actorCommitment);
  }

  /**
   * Returns the data of the change's leaf, in UTF-8: a JSON array of position, transaction id as a
   * text, microseconds since 1970-01-01T00:00Z, operation, entity and the commitments in
   * hexadecimal digits, with a space after each comma.
   */
  public String leafData() {
    return "["
        + position
        + ", \""
        + transactionId
        + "\", "
        + ChronoUnit.MICROS.between(Instant.EPOCH, changedAt)
        + ", \""
        + String.join(
            "\", \"",
            operation.value(),
            entity.value(),
            commitment.value(),
            actorCommitment.value())
        + "\"]";
  }

  /** Returns the hash of the change's leaf. */
  public SealHash leaf() {
    return SealHash.ofLeaf(leafData().getBytes(StandardCharsets.UTF_8));
  }
}
