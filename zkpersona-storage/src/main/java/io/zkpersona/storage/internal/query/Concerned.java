package io.zkpersona.storage.internal.query;

import io.zkpersona.domain.id.UserId;
import java.util.function.Function;

/**
 * Finds the user whose rows a statement changes.
 *
 * @param <P> the values of a call
 */
sealed interface Concerned<P> {

  /** A user that the values of the call name. */
  record Named<P>(Function<? super P, UserId> user) implements Concerned<P> {}

  /** A user that another statement finds. */
  record Owner<P, Q>(Statement<Q, UserId> statement, Function<? super P, Q> values)
      implements Concerned<P> {}
}
