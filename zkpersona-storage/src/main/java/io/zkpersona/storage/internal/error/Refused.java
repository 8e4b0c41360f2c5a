package io.zkpersona.storage.internal.error;

import io.zkpersona.domain.error.ConstraintException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.StaleEntityException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.error.ZkPersonaException;

/** Adds row indexes to errors that a single row causes. */
public final class Refused {

  private Refused() {}

  public static boolean is(ZkPersonaException error) {
    return error instanceof ConstraintException
        || error instanceof ValidationException
        || error instanceof StaleEntityException
        || error instanceof EntityNotFoundException;
  }

  /** Returns a copy with the index of the row, if the index fits the error. */
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
