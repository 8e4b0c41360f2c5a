package io.zkpersona.storage.internal.change.seal;

import io.zkpersona.domain.change.ChangeOperation;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.change.SealHash;
import io.zkpersona.domain.change.SealedChange;
import io.zkpersona.domain.error.ValidationException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code changes} as texts, which may have been tampered with.
 *
 * @param seconds the time of the change since 1970
 */
record StoredChange(
    long position,
    String transaction,
    String seconds,
    String operation,
    String entity,
    Opening opening,
    Opening actorOpening) {

  private static final int MICRO_DIGITS = 6;

  /**
   * Values that a commitment hides, and the commitment that their erasure kept.
   *
   * @param text the JSON array that is hashed, as {@code jsonb} writes it
   * @param isOpen whether the values are there
   * @param kept the commitment in hexadecimal digits; null before an erasure
   */
  record Opening(String text, boolean isOpen, @Nullable String kept) {

    /** Values beside a kept commitment would be covered by nothing, so they are refused. */
    SealHash commitment() {
      if (kept == null) {
        return SealHash.ofText(text);
      }
      if (isOpen) {
        throw new ValidationException("commitment", "kept beside its opening (expected: one)");
      }
      return new SealHash(kept);
    }

    @Nullable String textIfOpen() {
      return isOpen ? text : null;
    }

    @Override
    public String toString() {
      return "Opening[isOpen=" + isOpen + "]";
    }
  }

  /** Returns what a seal covers; empty if the values are none that a change can have. */
  Optional<SealedChange> sealed() {
    try {
      long micros = new BigDecimal(seconds).movePointRight(MICRO_DIGITS).longValueExact();
      return Optional.of(
          new SealedChange(
              position,
              Long.parseLong(transaction),
              Instant.EPOCH.plus(micros, ChronoUnit.MICROS),
              ChangeOperation.fromValue(operation),
              ChangedEntity.fromValue(entity),
              opening.commitment(),
              actorOpening.commitment()));
    } catch (ArithmeticException | NumberFormatException | ValidationException e) {
      return Optional.empty();
    }
  }

  boolean isErased() {
    return opening.kept != null;
  }
}
