package io.zkpersona.domain.error;

/** The database manager was closed; it can't be opened again. */
public class ManagerClosedException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  /** A call came after closing. */
  public ManagerClosedException() {
    super(
        ErrorCode.CLOSED, "database manager: closed (expected: open; a new one has to be opened)");
  }
}
