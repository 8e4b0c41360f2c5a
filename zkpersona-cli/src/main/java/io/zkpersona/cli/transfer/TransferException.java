package io.zkpersona.cli.transfer;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ZkPersonaException;
import org.jspecify.annotations.Nullable;

/** Thrown when a file is not one of the formats of this package, or a row of it is not valid. */
public final class TransferException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  TransferException(String message) {
    this(message, null);
  }

  TransferException(String message, @Nullable Throwable cause) {
    super(ErrorCode.SERIALIZATION, message, cause);
  }

  /** Returns the exception for a row, from 1. */
  static TransferException inRow(long row, RuntimeException cause) {
    return new TransferException("row " + row + ": " + cause.getMessage(), cause);
  }
}
