package io.zkpersona.storage.internal.execution;

/**
 * A connection through a pooler, which may run each transaction in another server session, so that
 * session-level settings are unreliable. A connection that {@link java.sql.Connection#unwrap
 * unwraps} to this interface is shared.
 */
public interface SharedSession {

  /** Returns the opening of each transaction on this connection. */
  Opening opening();
}
