package io.zkpersona.storage.internal.execution;

/**
 * A connection that leads through a pooler, which may give each transaction another of the server's
 * sessions: what is set for the session holds for nobody in particular. A connection that {@link
 * java.sql.Connection#unwrap unwraps} to this is one.
 */
public interface SharedSession {

  /** What each transaction on it has to begin with. */
  Opening opening();
}
