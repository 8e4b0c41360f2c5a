package io.zkpersona.storage.internal.error;

import io.zkpersona.domain.error.ConstraintException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.StaleEntityException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.error.ZkPersonaException;

/** Errors that are one row's own fault, so that it is worth saying which row's. */
public final class Refused {

  private Refused() {}

  public static boolean is(ZkPersonaException error) {
    return error instanceof ConstraintException
        || error instanceof ValidationException
        || error instanceof StaleEntityException
        || error instanceof EntityNotFoundException;
  }

  /** A copy that names the row, if its index is one that an error can hold. */
  public static ZkPersonaException at(ZkPersonaException error, long index) {
    if (index > Integer.MAX_VALUE) {
      return error;
    }
    int position = (int) index;
    if (error instanceof ConstraintException refused) {
      return refused.withIndex(position);
    }
    if (error instanceof ValidationException refused) {
      return refused.withIndex(position);
    }
    if (error instanceof StaleEntityException refused) {
      return refused.withIndex(position);
    }
    return error instanceof EntityNotFoundException refused ? refused.withIndex(position) : error;
  }
}
