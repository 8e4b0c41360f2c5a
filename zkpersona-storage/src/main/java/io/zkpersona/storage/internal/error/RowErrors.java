package io.zkpersona.storage.internal.error;

import io.zkpersona.domain.error.ConstraintException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.StaleEntityException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.error.ZkPersonaException;

/** Adds row indexes to errors that a single row causes. */
public final class RowErrors {

  private RowErrors() {}

  /** Tells whether a single row caused an error. */
  public static boolean isOfRow(ZkPersonaException error) {
    return error instanceof ConstraintException
        || error instanceof ValidationException
        || error instanceof StaleEntityException
        || error instanceof EntityNotFoundException;
  }

  /** Adds the index of the row to an error, if the index fits the error. */
  public static <X extends ZkPersonaException> X at(X error, long index) {
    if (isOfRow(error) && index <= Integer.MAX_VALUE) {
      error.addIndex((int) index);
    }
    return error;
  }
}
