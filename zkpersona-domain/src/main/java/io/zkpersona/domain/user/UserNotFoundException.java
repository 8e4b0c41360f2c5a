package io.zkpersona.domain.user;

import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.ErrorCode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Thrown when a user does not exist. */
public class UserNotFoundException extends EntityNotFoundException {
  private static final long serialVersionUID = 1L;

  private static final String ENTITY_TYPE = "user";

  /**
   * Creates the exception for a missing user.
   *
   * @param id the id; null if the user was not looked up by id
   */
  public UserNotFoundException(@Nullable UUID id) {
    super(ErrorCode.USER_NOT_FOUND, ENTITY_TYPE, id);
  }
}
