package io.zkpersona.storage.error;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ZkPersonaException;

/** Thrown when the database manager was closed; it cannot be reopened. */
public class ManagerClosedException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception for a call after closing. */
  public ManagerClosedException() {
    super(ErrorCode.CLOSED, "database manager: closed (expected: open; open a new one)");
  }
}
