package io.zkpersona.domain.behavior;

import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.ErrorCode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Thrown when a behavior session does not exist. */
public class SessionNotFoundException extends EntityNotFoundException {
  private static final long serialVersionUID = 1L;

  private static final String ENTITY_TYPE = "behavior session";

  /**
   * Creates the exception for a missing behavior session.
   *
   * @param id the id; null if the session was not looked up by id
   */
  public SessionNotFoundException(@Nullable UUID id) {
    super(ErrorCode.SESSION_NOT_FOUND, ENTITY_TYPE, id);
  }
}
