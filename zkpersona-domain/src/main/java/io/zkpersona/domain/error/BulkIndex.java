package io.zkpersona.domain.error;

import java.util.OptionalInt;

/** The position of an element in a bulk call, as carried by exceptions. */
final class BulkIndex {
  /** Outside a bulk call, or unknown. */
  static final int NONE = -1;

  private BulkIndex() {}

  static String prefix(int index) {
    return index == NONE ? "" : "element " + index + ": ";
  }

  static OptionalInt toOptional(int index) {
    return index == NONE ? OptionalInt.empty() : OptionalInt.of(index);
  }

  static int check(int index) {
    if (index < 0) {
      throw new ValidationException("index", index + " (expected: at least 0)");
    }
    return index;
  }

  /** Copies stack trace, cause and suppressed exceptions of the original to its copy. */
  static <E extends Throwable> E copied(E copy, Throwable original) {
    copy.setStackTrace(original.getStackTrace());
    if (copy.getCause() == null && original.getCause() != null) {
      copy.initCause(original.getCause());
    }
    for (Throwable suppressed : original.getSuppressed()) {
      copy.addSuppressed(suppressed);
    }
    return copy;
  }
}
