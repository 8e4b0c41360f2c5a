package io.zkpersona.storage.internal.mapping;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * PostgreSQL's binary form of {@code timestamptz}: the microseconds since 2000 began, in 8 bytes.
 */
final class BinaryInstant {

  private static final long EPOCH_SECOND =
      LocalDate.of(2000, 1, 1).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
  private static final long MICROS_A_SECOND = 1_000_000;
  private static final int NANOS_A_MICRO = 1_000;

  /** In some 30,000 years. Infinite times are further away, and so is the text "infinity". */
  private static final long FURTHEST = 1_000_000_000_000_000_000L;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private BinaryInstant() {}

  /** Whether these bytes are the binary form of a finite time: as text all have more than 8. */
  static boolean isOne(byte[] sent) {
    if (sent.length != Long.BYTES) {
      return false;
    }
    long micros = micros(sent);
    return -FURTHEST < micros && micros < FURTHEST;
  }

  /** The time that these bytes are. */
  static Instant read(byte[] sent) {
    long micros = micros(sent);
    return Instant.ofEpochSecond(
        EPOCH_SECOND + Math.floorDiv(micros, MICROS_A_SECOND),
        Math.floorMod(micros, MICROS_A_SECOND) * NANOS_A_MICRO);
  }

  /** What is below a microsecond is cut. */
  static long micros(Instant value) {
    return (value.getEpochSecond() - EPOCH_SECOND) * MICROS_A_SECOND
        + value.getNano() / NANOS_A_MICRO;
  }

  private static long micros(byte[] sent) {
    return (long) LONG.get(sent, 0);
  }
}
