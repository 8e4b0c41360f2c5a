package io.zkpersona.domain.id;

import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import io.zkpersona.domain.error.ValidationException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Generates and parses ids. Thread-safe. */
final class Ids {
  private static final int TEXT_LENGTH = 36;
  private static final Ids PROCESS_WIDE = new Ids(Instant::now);

  private final AtomicReference<Instant> latest = new AtomicReference<>(Instant.EPOCH);
  private final TimeOrderedEpochFactory factory;

  /**
   * Creates a generator with an independent sequence.
   *
   * @param clock the time; it may step back
   */
  Ids(Supplier<Instant> clock) {
    // The factory increments within a millisecond, but follows a clock that steps back by more than
    // a second, so it must see a clock that never steps back. Its random increment is not an
    // option, because it detects an overflow only if the counter lands on zero.
    factory =
        TimeOrderedEpochFactory.builder()
            .withInstantFunction(() -> latest.accumulateAndGet(clock.get(), Ids::later))
            .build();
  }

  static UUID generate() {
    return PROCESS_WIDE.next();
  }

  UUID next() {
    return factory.create();
  }

  static UUID notNull(String field, @Nullable UUID value) {
    if (value == null) {
      throw new ValidationException(field, "null (expected: a UUID)");
    }
    return value;
  }

  static UUID parse(String field, @Nullable String text) {
    if (text == null) {
      throw new ValidationException(field, "null (expected: a UUID)");
    }
    // UUID.fromString also accepts shortened groups, which would give one id many texts.
    if (text.length() == TEXT_LENGTH) {
      try {
        UUID value = UUID.fromString(text);
        if (value.toString().equalsIgnoreCase(text)) {
          return value;
        }
      } catch (IllegalArgumentException malformed) {
        // reported below, together with texts that merely resemble a UUID
      }
    }
    throw new ValidationException(
        field,
        text.length()
            + " characters that are not a UUID (expected: 32 hexadecimal digits in groups of"
            + " 8-4-4-4-12)");
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
