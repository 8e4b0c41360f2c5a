package io.zkpersona.storage.error;

import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.ErrorCode;

/** Thrown when the feed of changes has no subscription of a name. */
public class SubscriptionNotFoundException extends EntityNotFoundException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param name the name of the subscription
   */
  public SubscriptionNotFoundException(String name) {
    super(
        ErrorCode.ENTITY_NOT_FOUND,
        "change subscription",
        null,
        "change subscription "
            + name
            + ": not found (expected: one that changes().feed().subscribe has made)");
  }
}
