package io.zkpersona.storage.internal.mapping;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * PostgreSQL's binary format of {@code timestamptz}: microseconds since 2000-01-01 UTC in 8 bytes.
 */
final class BinaryInstant {

  private static final long EPOCH_SECOND =
      LocalDate.of(2000, 1, 1).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
  private static final long MICROS_A_SECOND = 1_000_000;
  private static final int NANOS_A_MICRO = 1_000;

  /**
   * Some 30,000 years. Infinite times are further away, and so are the bytes of the text
   * "infinity".
   */
  private static final long FURTHEST = 1_000_000_000_000_000_000L;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private BinaryInstant() {}

  /** Tells whether the bytes are the binary format of a finite time. Text has more than 8 bytes. */
  static boolean isOne(byte[] sent) {
    if (sent.length != Long.BYTES) {
      return false;
    }
    long micros = micros(sent);
    return -FURTHEST < micros && micros < FURTHEST;
  }

  /** Decodes a time. */
  static Instant read(byte[] sent) {
    long micros = micros(sent);
    return Instant.ofEpochSecond(
        EPOCH_SECOND + Math.floorDiv(micros, MICROS_A_SECOND),
        Math.floorMod(micros, MICROS_A_SECOND) * NANOS_A_MICRO);
  }

  /** Returns the microseconds; fractions of a microsecond are truncated. */
  static long micros(Instant value) {
    return (value.getEpochSecond() - EPOCH_SECOND) * MICROS_A_SECOND
        + value.getNano() / NANOS_A_MICRO;
  }

  private static long micros(byte[] sent) {
    return (long) LONG.get(sent, 0);
  }
}
