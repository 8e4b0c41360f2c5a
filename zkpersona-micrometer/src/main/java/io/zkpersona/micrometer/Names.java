package io.zkpersona.micrometer;

import io.zkpersona.domain.error.ErrorCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values of tags that meters and observations share. */
final class Names {

  /** The value of a tag for something that there is none of. */
  static final String NONE = "none";

  /** The error of an operation that failed by an exception of the caller's own code. */
  private static final String CALLER = "caller";

  private Names() {}

  /** Returns the name of an error, for example {@code outcome_unknown}. */
  static String of(@Nullable ErrorCode error) {
    return error == null ? CALLER : of((Enum<?>) error);
  }

  static String of(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
