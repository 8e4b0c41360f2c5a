package io.zkpersona.cli.option;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.error.BulkInterruptedException;

/** The exit codes, as docs/command-line.md lists them. */
public enum ExitCode {
  /** Done; nothing wrong was found. */
  OK(0),
  /** A problem was found, or the command failed for a reason without a code of its own. */
  PROBLEM(1),
  /** The command line or a variable of the environment is wrong; nothing was done. */
  USAGE(2),
  /** The database can't be reached or is busy; the same command may succeed later. */
  UNAVAILABLE(3),
  /** The database's rules, or the person asked, refuse what the command would do. */
  REFUSED(4),
  /** The answer to a write was lost: it happened once or not at all. */
  UNKNOWN(5);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** Returns the number that the process ends with. */
  public int number() {
    return number;
  }

  /**
   * Returns the code of a failure.
   *
   * @param failure what ended the command
   */
  static ExitCode of(Throwable failure) {
    if (failure instanceof BulkInterruptedException bulk && bulk.getCause() != null) {
      return of(bulk.getCause());
    }
    if (failure instanceof RefusedException) {
      return REFUSED;
    }
    return failure instanceof ZkPersonaException known ? of(known.code()) : PROBLEM;
  }

  private static ExitCode of(ErrorCode code) {
    if (code.retryable()) {
      return UNAVAILABLE;
    }
    return switch (code) {
      case CONFIGURATION -> USAGE;
      case OUTCOME_UNKNOWN -> UNKNOWN;
      case MIGRATION, SERIALIZATION, DATABASE, CLOSED, TRANSACTION, BULK_INTERRUPTED -> PROBLEM;
      default -> REFUSED;
    };
  }
}
